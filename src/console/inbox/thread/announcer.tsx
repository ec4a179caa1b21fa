import { useEffect, useRef, useState } from "react";
import { useText } from "../../locales/text.ts";
import { useSenderName } from "./context.tsx";
import type { Row } from "./store/rows.ts";
import { snippetOf } from "./words/snippet.ts";

/** Tells who listens what others say while the thread is open. */
export function Announcer({ rows }: { rows: Row[] }) {
  const t = useText("thread");
  const senderName = useSenderName();
  const told = useRef<number | null>(null);
  const [words, setWords] = useState("");
  const last = rows.findLast((row) => row.kind === "message");
  const newest = last?.kind === "message" ? last.message : null;
  useEffect(() => {
    if (newest === null) return;
    const isNew = told.current !== null && newest.seq > told.current;
    told.current = Math.max(told.current ?? 0, newest.seq);
    if (isNew && newest.sender_type !== "agent")
      setWords(t("announce", { name: senderName(newest), text: snippetOf(newest) }));
  });
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}
