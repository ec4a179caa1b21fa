import { Bot, Clock, Hourglass, type LucideIcon, UserRound, Workflow } from "lucide-react";
import { usePeople } from "../../../api/people.ts";
import { useText } from "../../../locales/text.ts";
import { spanOf } from "../../../ui/time.tsx";
import type { Footing } from "../footing.ts";
import { Notice } from "./notice.tsx";

const ICONS: Record<"ai" | "flow" | "queue" | "nobody", LucideIcon> = {
  ai: Bot,
  flow: Workflow,
  queue: Hourglass,
  nobody: UserRound,
};

/** What sending means here: whom one takes over from, and how long the customer can be answered. */
export function FootingNotice({ footing, windowLeft }: { footing: Footing; windowLeft: number | null }) {
  const t = useText("composer");
  const { nameOf } = usePeople();
  return (
    <>
      {footing.is === "takes_over" && <Notice icon={ICONS[footing.from]}>{t(`footing.${footing.from}`)}</Notice>}
      {footing.is === "beside" && (
        <Notice icon={UserRound} tone="info">
          {t("footing.beside", { name: nameOf(footing.agentId) ?? t("typing.someone") })}
        </Notice>
      )}
      {windowLeft !== null && (
        <Notice icon={Clock} tone="warning">
          {t("window.ends", { span: spanOf(windowLeft, "long") })}
        </Notice>
      )}
    </>
  );
}
