import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { keyOf } from "../api/use-call.ts";
import { Connection, type ConnectionStatus } from "./connection.ts";
import type { ServerFrame, ServerFrames, ServerFrameType } from "./frames.ts";
import { LiveSigns } from "./signs.ts";

interface Live {
  connection: Connection;
  signs: LiveSigns;
}

const LiveContext = createContext<Live | null>(null);

/** Holds the agent's socket while they are signed in, and keeps what was read of conversations as it is told. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    const connection = new Connection();
    const signs = new LiveSigns();
    const stop = connection.onFrame((frame) => {
      signs.take(frame);
      if (frame.type === "conversation:new" || frame.type === "conversation:updated")
        client.setQueryData(keyOf("getConversation", { params: { id: frame.data.id } }), frame.data);
    });
    setLive({ connection, signs });
    return () => {
      stop();
      signs.close();
      connection.close();
    };
  }, [client]);
  return live && <LiveContext value={live}>{children}</LiveContext>;
}

function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error("useLive is used outside of LiveProvider");
  return live;
}

/** The agent's socket. */
export const useConnection = (): Connection => useLive().connection;

export function useConnectionStatus(): ConnectionStatus {
  const { connection } = useLive();
  return useSyncExternalStore(connection.onStatus, () => connection.status);
}

/** Tells `listener`, the latest that was given, of every frame. */
export function useFrames(listener: (frame: ServerFrame) => void): void {
  const { connection } = useLive();
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => connection.onFrame((frame) => latest.current(frame)), [connection]);
}

/** Tells `listener` of frames of one type. */
export function useFrame<Type extends ServerFrameType>(type: Type, listener: (data: ServerFrames[Type]) => void): void {
  useFrames((frame) => {
    if (frame.type === type) listener(frame.data as ServerFrames[Type]);
  });
}

/** Is told of a conversation while it is looked at. */
export function useRoom(conversationId: string): void {
  const { connection } = useLive();
  useEffect(() => connection.join(conversationId), [connection, conversationId]);
}

/** Who else looks at a conversation, and who is typing in it: ids of agents; null is the customer. */
export function useSigns(conversationId: string) {
  const { signs } = useLive();
  return useSyncExternalStore(signs.onChange, () => signs.of(conversationId));
}

/** Who is there, by agent's id. */
export function usePresence(): ReadonlyMap<string, ServerFrames["presence:changed"]["status"]> {
  const { signs } = useLive();
  return useSyncExternalStore(signs.onChange, () => signs.presence);
}
