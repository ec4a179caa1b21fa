import { type MouseEvent, memo } from "react";
import { Link } from "wouter";
import type { Conversation } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { classes } from "../../ui/classes.ts";
import { Time } from "../../ui/time.tsx";
import { PriorityIcon } from "../handling/priority-mark.tsx";
import { conversationHref, type ListAddress } from "./address.ts";
import { ChannelMark } from "./channel-mark.tsx";
import { RowState } from "./row-state.tsx";
import { Snippet } from "./snippet.tsx";

/** In rem, the line below it included. */
export const ROW_REM = 5.2;

interface RowProps {
  row: Conversation;
  address: ListAddress;
  /** Its thread is beside the list. */
  isOpen: boolean;
  /** Is reached by Tab: one of the list is. */
  isCurrent: boolean;
  isChosen: boolean;
  /** Some are chosen: all show that they can be. */
  isChoosing: boolean;
  /** By id. */
  agents: ReadonlyMap<string, string>;
  me: string;
  onFocus: (id: string) => void;
  /** @param isRange all between the last one and this one */
  onChoose: (id: string, isRange: boolean) => void;
}

/** What a conversation is called: its person's name, else their number, else what it is called by itself. */
export const nameOfRow = ({ customer_name, customer_phone, title }: Conversation): string =>
  customer_name?.trim() || customer_phone || title;

/** A conversation in the list: whom it is with, what was said last, and where it stands. */
export const ConversationRow = memo(function ConversationRow(props: RowProps) {
  const { row, address, isOpen, isCurrent, isChosen, agents, me, onFocus, onChoose } = props;
  const t = useText("list");
  const name = nameOfRow(row);
  const hasUnread = row.unread_count > 0 && row.state === "open";
  // What a bot sees to need not be read by anybody.
  const isUnread = hasUnread && row.control !== "ai" && row.control !== "flow";
  const click = (event: MouseEvent) => {
    if (!event.shiftKey) return;
    event.preventDefault();
    onChoose(row.id, true);
  };
  return (
    <div
      className={classes(
        "group relative h-full border-b border-line",
        isOpen ? "bg-selected" : isChosen ? "bg-accent-soft" : "hover:bg-hover",
      )}
    >
      {isOpen && <span aria-hidden className="absolute inset-y-0 start-0 w-[3px] bg-accent" />}
      <Link
        href={conversationHref(row.id, address)}
        data-conversation={row.id}
        aria-current={isOpen ? "true" : undefined}
        tabIndex={isCurrent ? 0 : -1}
        onFocus={() => onFocus(row.id)}
        // Before the link itself, which tells nobody of clicks with a key held.
        onClickCapture={click}
        className="flex h-full gap-2.5 px-3 py-2 focus-visible:-outline-offset-2"
      >
        <span className="relative mt-0.5 h-fit">
          <Avatar name={name} id={row.customer_phone ?? row.id} />
          <ChannelMark channel={row.channel} />
        </span>
        <span className="flex min-w-0 grow flex-col gap-0.5">
          <span className="flex items-baseline gap-2">
            <span className={classes("min-w-0 grow truncate text-sm", isUnread ? "font-semibold" : "font-medium")}>
              <bdi>{name}</bdi>
            </span>
            {(row.priority === "urgent" || row.priority === "high") && (
              <span title={t(`priority.${row.priority}`)} className="self-center">
                <PriorityIcon priority={row.priority} />
                <span className="sr-only">{t(`priority.${row.priority}`)}</span>
              </span>
            )}
            <Time
              at={row.last_message?.at ?? row.last_message_at}
              className={classes(
                "shrink-0 text-xs tabular-nums",
                isUnread ? "font-medium text-accent-text" : "text-muted",
              )}
            />
          </span>
          <span className="flex h-5 items-center gap-2">
            <Snippet row={row} isOpen={isOpen} isUnread={isUnread} />
            {hasUnread && (
              <span
                className={classes(
                  "grid h-[1.15rem] min-w-[1.15rem] shrink-0 place-items-center rounded-full px-1 text-2xs font-semibold tabular-nums",
                  isUnread ? "bg-accent text-on-accent" : "bg-hover text-muted",
                )}
              >
                <span aria-hidden>{row.unread_count > 99 ? "99+" : row.unread_count}</span>
                <span className="sr-only">{t("row.unread", { count: row.unread_count })}</span>
              </span>
            )}
          </span>
          <RowState row={row} agents={agents} me={me} />
        </span>
      </Link>
      <Chooser {...props} name={name} />
    </div>
  );
});

/** Over the avatar: seen when the mouse is there, by keyboard, and while some are chosen. */
function Chooser({ row, name, isChosen, isChoosing, isCurrent, onChoose }: RowProps & { name: string }) {
  const t = useText("list");
  return (
    <label
      className={classes(
        "absolute start-3 top-2.5 grid size-9 place-items-center rounded-full bg-raised has-focus-visible:opacity-100",
        isChoosing
          ? ""
          : "opacity-0 transition-opacity group-hover:opacity-100 [@media(hover:none)]:pointer-events-none [@media(hover:none)]:hidden",
      )}
    >
      <input
        type="checkbox"
        checked={isChosen}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={t("row.choose", { name })}
        onChange={(event) =>
          onChoose(row.id, (event.nativeEvent as unknown as globalThis.MouseEvent).shiftKey === true)
        }
        className="size-[1.15rem] cursor-pointer accent-accent"
      />
    </label>
  );
}
