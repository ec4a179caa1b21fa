import { Bot, ChevronDown, Workflow } from "lucide-react";
import { useState } from "react";
import type { Message } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { Content } from "./content/content.tsx";

/** What a bot would have said when it no longer had the word: nobody was sent it. */
export function Suppressed({ message }: { message: Message }) {
  const t = useText("thread");
  const [isOpen, setOpen] = useState(false);
  const Icon = message.sender_type === "llm" ? Bot : Workflow;
  return (
    <div className="flex max-w-full flex-col items-end gap-1">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-7 max-w-full items-center gap-1.5 rounded-full border border-edge border-dashed px-2.5 text-xs text-muted hover:bg-hover"
      >
        <Icon aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate">{t(message.sender_type === "llm" ? "suppressed.llm" : "suppressed.other")}</span>
        <ChevronDown
          aria-hidden
          className={classes("size-3.5 shrink-0 transition-transform", isOpen && "rotate-180")}
        />
      </button>
      {isOpen && (
        <div className="max-w-full rounded-2xl border border-edge border-dashed px-3 py-2 text-sm text-muted">
          <Content message={message} />
        </div>
      )}
    </div>
  );
}
