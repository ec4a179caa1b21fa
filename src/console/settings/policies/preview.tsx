import { List } from "lucide-react";
import { useText } from "../../locales/text.ts";

interface PreviewProps {
  text: string;
  /** What the button says that opens a list of answers; null for none. */
  choices?: string | null;
}

/** How a text looks to a customer. */
export function Preview({ text, choices = null }: PreviewProps) {
  const t = useText("settings");
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="text-sm font-medium">{t("preview.title")}</p>
      <div className="rounded-lg bg-page p-4">
        <div className="max-w-80 overflow-hidden rounded-xl rounded-ss-sm bg-bubble-in text-sm shadow-raised">
          <p className="words min-h-9 px-3 py-2">{text}</p>
          {choices && (
            <p className="flex items-center justify-center gap-2 border-t border-line px-3 py-2 font-medium text-accent-text">
              <List aria-hidden className="size-4" />
              {choices}
            </p>
          )}
        </div>
      </div>
    </div>
  );
}
