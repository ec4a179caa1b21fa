import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { call, noteSignIn, onSignedOut } from "../api/client.ts";
import { isProblem } from "../api/problem.ts";
import type { Agent, Identity } from "../api/types.ts";
import { keyOf, useCall } from "../api/use-call.ts";

const SessionContext = createContext<Identity | null>(null);

export type SessionState =
  | { is: "unknown" }
  | { is: "unreachable"; error: Error; retry: () => void }
  | { is: "signed_out"; expired: boolean }
  | { is: "signed_in"; identity: Identity };

/** Who sits here. An agent whose session ends while they work stays where they are: what they wrote is kept. */
export function useSessionState(): SessionState {
  const session = useCall("getSession", undefined, { staleTime: Number.POSITIVE_INFINITY });
  const [isExpired, setExpired] = useState(false);
  const wasSignedIn = session.data !== undefined;
  useEffect(() => onSignedOut(() => setExpired(true)), []);
  // Who signs in again is known anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when it was read says that it was read
  useEffect(() => setExpired(false), [session.dataUpdatedAt]);
  if (isProblem(session.error, "unauthorized")) return { is: "signed_out", expired: wasSignedIn };
  if (isExpired && wasSignedIn) return { is: "signed_out", expired: true };
  if (session.data?.agent) return { is: "signed_in", identity: session.data };
  if (session.data) return { is: "signed_out", expired: false };
  if (session.error) return { is: "unreachable", error: session.error, retry: () => void session.refetch() };
  return { is: "unknown" };
}

export function SessionProvider({ identity, children }: { identity: Identity; children: ReactNode }) {
  return <SessionContext value={identity}>{children}</SessionContext>;
}

export function useIdentity(): Identity {
  const identity = useContext(SessionContext);
  if (identity === null) throw new Error("useIdentity is used outside of SessionProvider");
  return identity;
}

/** The agent who sits here. */
export function useMe(): Agent {
  const { agent } = useIdentity();
  if (agent === null) throw new Error("nobody is signed in");
  return agent;
}

/** Whether the agent may change what holds for all. */
export const useIsAdmin = (): boolean => useMe().role === "admin";

/** Begins with who signed in: nothing of whoever was here before stays. */
export function useSignedIn(): (identity: Identity) => void {
  const client = useQueryClient();
  return (identity) => {
    noteSignIn();
    // A refusal that is still on its way is of the session that ended.
    void client.cancelQueries({ queryKey: keyOf("getSession") });
    const before = client.getQueryData<Identity>(keyOf("getSession"));
    // The query of the session itself stays: the page listens to it.
    if (before?.agent?.id !== identity.agent?.id)
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "getSession" });
    client.setQueryData(keyOf("getSession"), identity);
  };
}

export async function signOut(): Promise<void> {
  await call("deleteSession").catch(() => undefined);
  // From the beginning: nothing of this agent stays in memory.
  location.assign("/");
}
