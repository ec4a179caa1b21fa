import { Reply, X } from "lucide-react";
import type { Message } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { IconButton } from "../../ui/button.tsx";

/** What the next message quotes. */
export function QuoteBar({ message, onRemove }: { message: Message; onRemove: () => void }) {
  const t = useText("composer");
  return (
    <div className="mx-3 mt-2 flex items-center gap-2 rounded-lg border-s-4 border-accent bg-sunken py-1.5 ps-2.5 pe-1">
      <Reply aria-hidden className="size-4 shrink-0 text-accent-text" />
      <p className="min-w-0 grow text-xs">
        <span className="block truncate font-medium text-accent-text">
          {t("quote.to", { name: message.sender.display_name })}
        </span>
        <span className="words line-clamp-1 text-muted">{message.content}</span>
      </p>
      <IconButton icon={X} label={t("quote.remove")} keys="Escape" size="small" onClick={onRemove} />
    </div>
  );
}
