import { memo } from "react";
import type { Message } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { clockOf, dateOf, dayOf, startOfDay } from "../../ui/time.tsx";
import { Actions } from "./actions.tsx";
import { Bubble } from "./bubble.tsx";
import { useSenderName } from "./context.tsx";
import { Events } from "./events.tsx";
import { Failed } from "./failed.tsx";
import { Note } from "./note.tsx";
import { OutgoingBubble } from "./outgoing.tsx";
import type { Row as RowData } from "./store/rows.ts";
import { Suppressed } from "./suppressed.tsx";
import { snippetOf } from "./words/snippet.ts";

interface Props {
  row: RowData;
  /** Pointed at, or with the keyboard. */
  isActive: boolean;
  /** What was jumped to. */
  isMarked: boolean;
  /** The one that the keyboard comes to. */
  isCurrent: boolean;
}

/** One row of a thread. */
export const Row = memo(function Row({ row, ...state }: Props) {
  switch (row.kind) {
    case "day":
      return <Day at={row.at} />;
    case "earlier":
      return <Earlier closedAt={row.closedAt} />;
    case "unread":
      return <Unread />;
    case "events":
      return (
        <div className="px-4 py-1.5">
          <Events events={row.events} />
        </div>
      );
    case "note":
      return (
        <div className="flex justify-end px-4 py-1">
          <Note event={row.event} />
        </div>
      );
    case "message":
      return <MessageRow row={row} {...state} />;
    case "outgoing":
      return (
        <div className={classes("flex justify-end px-4 sm:ps-32", row.isFirst ? "pt-2" : "pt-0.5")}>
          <OutgoingBubble outgoing={row.outgoing} isLast={row.isLast} />
        </div>
      );
  }
});

const Line = ({ children, tone }: { children: string; tone: "quiet" | "accent" }) => (
  <div
    className={classes(
      "flex items-center gap-3 px-4 py-2 text-xs font-medium",
      tone === "accent" ? "text-accent-text" : "text-muted",
    )}
  >
    <span className={classes("h-px grow", tone === "accent" ? "bg-accent" : "bg-line")} />
    <span>{children}</span>
    <span className={classes("h-px grow", tone === "accent" ? "bg-accent" : "bg-line")} />
  </div>
);

function Day({ at }: { at: string }) {
  const t = useText("thread");
  const now = Date.now();
  const days = Math.round((startOfDay(now) - startOfDay(Date.parse(at))) / 86_400_000);
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (
    <Line tone="quiet">
      {days === 0 ? t("day.today") : days === 1 ? t("day.yesterday") : isThisYear ? dayOf(at) : dateOf(at)}
    </Line>
  );
}

function Earlier({ closedAt }: { closedAt: string }) {
  const t = useText("thread");
  return <Line tone="quiet">{t("earlier", { date: dateOf(closedAt) })}</Line>;
}

function Unread() {
  const t = useText("thread");
  return <Line tone="accent">{t("unread")}</Line>;
}

function MessageRow({ row, isActive, isMarked, isCurrent }: Props & { row: Extract<RowData, { kind: "message" }> }) {
  const { message, isFirst, isLast } = row;
  const isOut = message.direction === "out";
  const label = useLabel(message);
  return (
    <article
      aria-label={label}
      data-seq={row.seq}
      tabIndex={isCurrent ? 0 : -1}
      className={classes(
        "group relative flex px-4 outline-offset-[-2px] transition-colors duration-700",
        isOut ? "justify-end sm:ps-32" : "sm:pe-32",
        isFirst ? "pt-2" : "pt-0.5",
        isMarked && "bg-selected",
      )}
    >
      <div className={classes("relative flex min-w-0 max-w-[min(40rem,100%)] flex-col", isOut && "items-end")}>
        {message.status === "suppressed" ? (
          <Suppressed message={message} />
        ) : (
          <Bubble message={message} isFirst={isFirst} isLast={isLast}>
            {message.status === "failed" && isOut && <Failed message={message} isResent={row.isResent} />}
          </Bubble>
        )}
        {isActive && message.status !== "suppressed" && (
          <div
            className={classes(
              "absolute top-0 z-10 max-sm:-translate-y-1/2",
              isOut ? "max-sm:end-2 sm:end-full sm:me-1.5" : "max-sm:start-2 sm:start-full sm:ms-1.5",
            )}
          >
            <Actions message={message} />
          </div>
        )}
      </div>
    </article>
  );
}

/** A message in one line, for who hears it. */
function useLabel(message: Message): string {
  const t = useText("thread");
  const senderName = useSenderName();
  return t("message", {
    name: senderName(message),
    text: message.deleted_at === null ? snippetOf(message) : t("deleted"),
    time: clockOf(message.timestamp),
  });
}
