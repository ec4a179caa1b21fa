import {
  Bot,
  CircleUserRound,
  Copy,
  Forward,
  Info,
  type LucideIcon,
  Smartphone,
  UserRound,
  Workflow,
} from "lucide-react";
import type { ReactNode } from "react";
import type { Message } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { clockOf, dateTimeOf } from "../../ui/time.tsx";
import { Content } from "./content/content.tsx";
import { useSenderName } from "./context.tsx";
import { Quoted } from "./quoted.tsx";
import { Reactions } from "./reactions.tsx";
import { Referral } from "./referral.tsx";
import { Sources } from "./sources.tsx";
import { Ticks } from "./ticks.tsx";

const GROUNDS: Record<Message["sender_type"], string> = {
  customer: "bg-bubble-in border-line",
  agent: "bg-bubble-agent border-transparent",
  llm: "bg-bubble-ai border-transparent",
  flow: "bg-bubble-flow border-transparent",
  system: "bg-sunken border-line",
};

const ICONS: Record<Message["sender_type"], LucideIcon> = {
  customer: UserRound,
  agent: CircleUserRound,
  llm: Bot,
  flow: Workflow,
  system: Info,
};

/** Such types bring a ground of their own. */
const BARE = ["sticker"];

interface Props {
  message: Message;
  isFirst: boolean;
  isLast: boolean;
  /** Below the bubble: what can be done about it. */
  children?: ReactNode;
}

/** One thing said: who said it, what, when, and how far it came. */
export function Bubble({ message, isFirst, isLast, children }: Props) {
  const isOut = message.direction === "out";
  const isBare = BARE.includes(message.message_type) && message.deleted_at === null;
  return (
    <div className={classes("flex min-w-0 max-w-full flex-col", isOut ? "items-end" : "items-start")}>
      {isFirst && isOut && <Sender message={message} />}
      <div
        className={classes(
          "max-w-full min-w-0 overflow-clip rounded-2xl border px-3 py-2 text-[0.95rem] leading-snug",
          isBare ? "border-transparent bg-transparent px-0" : GROUNDS[message.sender_type],
          !isBare && !isOut && "shadow-raised",
          isLast && (isOut ? "rounded-ee-md" : "rounded-es-md"),
        )}
      >
        {message.forwarded !== null && <Forwarded often={message.forwarded === "often"} />}
        {message.referral !== null && <Referral referral={message.referral} />}
        {message.reply_to !== null && message.message_type !== "reaction" && <Quoted message={message} />}
        <Content message={message} />
        <Sources message={message} />
        <Foot message={message} />
      </div>
      <Reactions message={message} isOut={isOut} />
      {children}
    </div>
  );
}

function Sender({ message }: { message: Message }) {
  const senderName = useSenderName();
  const Icon = message.origin === "echo" || message.origin === "standby" ? Smartphone : ICONS[message.sender_type];
  return (
    <span className="flex max-w-full items-center gap-1 px-1 pb-0.5 text-xs text-muted">
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="words truncate">{senderName(message)}</span>
    </span>
  );
}

function Forwarded({ often }: { often: boolean }) {
  const t = useText("thread");
  return (
    <span className="flex items-center gap-1 text-2xs text-muted italic">
      <Forward aria-hidden className="size-3" />
      {t(often ? "forwarded.often" : "forwarded.once")}
    </span>
  );
}

/** When it was said, and how far it came. */
function Foot({ message }: { message: Message }) {
  const t = useText("thread");
  return (
    <span className="mt-0.5 flex items-center justify-end gap-1 text-2xs text-muted">
      {message.possible_duplicate && (
        <span title={t("duplicate.detail")} className="me-auto inline-flex items-center gap-1 pe-2">
          <Copy aria-hidden className="size-3" />
          {t("duplicate.title")}
        </span>
      )}
      {message.edited_at !== null && message.deleted_at === null && (
        <span title={dateTimeOf(message.edited_at)}>{`${t("edited", { time: clockOf(message.edited_at) })} ·`}</span>
      )}
      <time dateTime={message.timestamp} title={dateTimeOf(message.timestamp)} className="tabular-nums">
        {clockOf(message.timestamp)}
      </time>
      <Ticks message={message} />
    </span>
  );
}
