import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { throttled } from "../../api/throttled.ts";
import type { Counts } from "../../api/types.ts";
import { keyOf, useCall } from "../../api/use-call.ts";
import { useConnectionStatus, useFrames } from "../../live/live.tsx";

const EVERY_MS = 2_000;

/** How many conversations each view, label and so on has; asked again when something changed, at most every two seconds. */
export function useCounts(): Counts | undefined {
  const client = useQueryClient();
  const status = useConnectionStatus();
  const ask = useMemo(
    () => throttled(() => void client.invalidateQueries({ queryKey: keyOf("countConversations") }), EVERY_MS),
    [client],
  );
  useEffect(() => ask.cancel, [ask]);
  useEffect(() => {
    if (status === "open") ask();
  }, [status, ask]);
  useFrames(({ type }) => {
    if (type.startsWith("conversation:") && type !== "conversation:message") ask();
  });
  return useCall("countConversations", undefined, { staleTime: EVERY_MS }).data;
}
