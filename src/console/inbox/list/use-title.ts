import { useEffect } from "react";
import type { Counts } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { badgeIcon } from "./badge-icon.ts";
import { nameOfRow } from "./conversation-row.tsx";

/** Says in the browser's tab how many customers wait, and whose conversation is open. */
export function useTitle(counts: Counts | undefined, selectedId: string | null): void {
  const t = useText("common");
  const { data } = useCall("getConversation", { params: { id: selectedId ?? "" } }, { enabled: selectedId !== null });
  const name = selectedId !== null && data ? nameOfRow(data) : null;
  const waiting = counts?.views.waiting ?? 0;
  const place = t("navigation.inbox");
  useEffect(() => {
    const title = name === null ? place : `${name} – ${place}`;
    document.title = waiting > 0 ? `(${waiting}) ${title}` : title;
  }, [waiting, name, place]);
  useEffect(() => badgeIcon(waiting > 0), [waiting]);
  useEffect(
    () => () => {
      document.title = t("product");
      badgeIcon(false);
    },
    [t],
  );
}
