import {
  Bot,
  CircleAlert,
  CornerUpLeft,
  File,
  Image,
  LayoutTemplate,
  type LucideIcon,
  MapPin,
  Mic,
  Pencil,
  Phone,
  ShoppingBag,
  Sticker,
  User,
  Video,
  Workflow,
} from "lucide-react";
import type { Conversation } from "../../api/types.ts";
import { useMe } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { readDraft } from "../drafts.ts";
import { kindOf, type SnippetKind, saidIn } from "./snippet-words.ts";

const KINDS: { [Kind in SnippetKind]?: LucideIcon } = {
  image: Image,
  video: Video,
  audio: Mic,
  document: File,
  sticker: Sticker,
  location: MapPin,
  contacts: User,
  call: Phone,
  template: LayoutTemplate,
  order: ShoppingBag,
};
const SENDERS = { agent: CornerUpLeft, llm: Bot, flow: Workflow };

const LONGEST_DRAFT = 200;
const LINE = "min-w-0 grow truncate text-[0.8125rem]";

/** One line of a conversation: what was begun to be written, else what was said last. */
export function Snippet({ row, isOpen, isUnread }: { row: Conversation; isOpen: boolean; isUnread: boolean }) {
  const t = useText("list");
  const agentId = useMe().id;
  const draft = isOpen ? null : readDraft(localStorage, { agentId, conversationId: row.id });
  if (draft)
    return (
      <span className={classes(LINE, "text-muted")}>
        <Pencil aria-hidden className="me-1 inline size-3.5 align-[-0.15em] text-warning-text" />
        <span className="font-medium text-warning-text">{t(draft.isNote ? "row.draftNote" : "row.draft")}</span>{" "}
        <bdi>{draft.text.slice(0, LONGEST_DRAFT)}</bdi>
      </span>
    );
  const { last_message: last } = row;
  if (!last) return <span className={classes(LINE, "text-muted")}>{t("row.nothingSaid")}</span>;
  return (
    <span className={classes(LINE, isUnread ? "font-medium text-text" : "text-muted")}>
      <LastSaid last={last} />
    </span>
  );
}

/** What was said last, with signs of who said it, where that was not the customer, and of what it is. */
export function LastSaid({ last }: { last: NonNullable<Conversation["last_message"]> }) {
  const t = useText("list");
  const Sender = SENDERS[last.sender_type as keyof typeof SENDERS];
  const kind = kindOf(last.message_type);
  const Kind = KINDS[kind];
  const said = last.deleted_at === null ? saidIn(last.message_type, last.content) : null;
  const words = last.deleted_at !== null ? t("row.takenBack") : t(`kinds.${kind}`);
  return (
    <>
      {last.status === "failed" && (
        <>
          <CircleAlert aria-hidden className="me-1 inline size-3.5 align-[-0.15em] text-danger-text" />
          <span className="sr-only">{t("row.failed")} </span>
        </>
      )}
      {Sender && (
        <>
          <Sender aria-hidden className="me-1 inline size-3.5 align-[-0.15em] text-faint" />
          <span className="sr-only">{t(`senders.${last.sender_type as keyof typeof SENDERS}`)} </span>
        </>
      )}
      {Kind && <Kind aria-hidden className="me-1 inline size-3.5 align-[-0.15em] text-faint" />}
      {said === null ? (
        <span className={classes(last.deleted_at !== null && "italic")}>{words}</span>
      ) : (
        <bdi>{said}</bdi>
      )}
    </>
  );
}
