import { EmojiPicker as Picker } from "frimousse";
import type { AriaAttributes } from "react";
import { language, useText } from "../../../locales/text.ts";
import { emojiData } from "./emoji-data.ts";

/** The picker counts rows and columns from 0, ARIA from 1. */
function fromOne<Props extends AriaAttributes>(props: Props): Props {
  const { "aria-rowindex": row, "aria-colindex": column } = props;
  const counted = {
    ...(row !== undefined && { "aria-rowindex": row + 1 }),
    ...(column !== undefined && { "aria-colindex": column + 1 }),
  };
  return { ...props, ...counted };
}

/** All emoji, to choose one of. By keyboard, too: words to search, arrows to move, Enter to choose. */
export function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  const t = useText("composer");
  return (
    <Picker.Root
      locale={language()}
      resolveEmojiData={emojiData}
      columns={9}
      onEmojiSelect={({ emoji }) => onChoose(emoji)}
      className="isolate flex h-80 w-[20.5rem] max-w-full flex-col"
    >
      <Picker.Search
        autoFocus
        aria-label={t("emoji.search")}
        placeholder={t("emoji.search")}
        className="m-1 h-9 rounded-lg border border-edge bg-surface px-3 text-sm"
      />
      <Picker.Viewport className="relative min-h-0 grow outline-none">
        <Picker.Loading className="absolute inset-0 grid place-items-center text-sm text-muted">
          {t("emoji.loading")}
        </Picker.Loading>
        <Picker.Empty className="absolute inset-0 grid place-items-center text-sm text-muted">
          {t("emoji.empty")}
        </Picker.Empty>
        <Picker.List
          className="pb-1 select-none"
          components={{
            CategoryHeader: ({ category, ...rest }) => (
              <div {...rest} className="bg-raised px-2 pt-2 pb-1 text-xs font-medium text-muted first-letter:uppercase">
                {category.label}
              </div>
            ),
            Row: ({ children, ...rest }) => (
              <div {...fromOne(rest)} className="scroll-my-1 px-1">
                {children}
              </div>
            ),
            Emoji: ({ emoji, ...rest }) => (
              <button
                type="button"
                {...fromOne(rest)}
                aria-label={emoji.label}
                className="grid size-9 place-items-center rounded-lg font-emoji text-xl data-[active]:bg-hover"
              >
                {emoji.emoji}
              </button>
            ),
          }}
        />
      </Picker.Viewport>
      <div className="flex h-9 shrink-0 items-center gap-2 border-t border-line px-2 text-xs text-muted">
        <Picker.ActiveEmoji>
          {({ emoji }) => (
            <span className="min-w-0 grow truncate first-letter:uppercase">
              {emoji ? `${emoji.emoji}  ${emoji.label}` : ""}
            </span>
          )}
        </Picker.ActiveEmoji>
        <Picker.SkinToneSelector
          aria-label={t("emoji.skinTone")}
          className="grid size-7 place-items-center rounded-lg text-base hover:bg-hover"
        />
      </div>
    </Picker.Root>
  );
}
