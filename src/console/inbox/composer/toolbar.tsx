import {
  Ellipsis,
  LayoutTemplate,
  ListChecks,
  LoaderCircle,
  Mic,
  Paperclip,
  SendHorizontal,
  Smile,
  Zap,
} from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useText } from "../../locales/text.ts";
import { IconButton } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { later } from "../../ui/later.tsx";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { Popover } from "../../ui/popover.tsx";
import { Loading } from "../../ui/spinner.tsx";
import { setSendKey, useSendKey } from "./send-key.ts";

const EmojiPicker = later(() => import("./emoji/emoji-picker.tsx").then((module) => module.EmojiPicker), {
  waiting: () => <Loading />,
});

interface ToolbarProps {
  isNote: boolean;
  /** Whether anything but a template can be sent to the customer now. */
  isBlocked: boolean;
  isClosed: boolean;
  canSend: boolean;
  /** Whether it goes by itself once its files are there. */
  isPending: boolean;
  /** Characters that are left, where few are. */
  left: number | null;
  /** Where it puts how files are chosen. */
  attach: RefObject<() => void>;
  onFiles: (files: File[]) => void;
  onInsert: (words: string) => void;
  onCanned: () => void;
  onOpen: (what: "voice" | "template" | "buttons") => void;
  onSend: () => void;
}

/** What goes with the words, and the button that sends them. */
export function Toolbar(props: ToolbarProps) {
  const t = useText("composer");
  const { isNote, isBlocked, left, onCanned, onOpen } = props;
  const isOff = isNote || isBlocked;
  return (
    <div className="flex h-11 items-center gap-0.5 px-1.5">
      <AttachButton isOff={isOff} attach={props.attach} onFiles={props.onFiles} />
      <EmojiButton onInsert={props.onInsert} />
      <IconButton icon={Zap} label={t("canned.open")} keys="/" size="small" onClick={onCanned} />
      <IconButton icon={Mic} label={t("voice.record")} size="small" disabled={isOff} onClick={() => onOpen("voice")} />
      <MoreMenu isOff={isOff} {...props} />
      <span
        aria-live="polite"
        className={classes(
          "ms-auto px-2 text-xs tabular-nums",
          left !== null && left < 0 ? "font-medium text-danger-text" : "text-muted",
        )}
      >
        {left !== null && (left < 0 ? t("over", { count: -left }) : t("left", { count: left }))}
      </span>
      <SendButton {...props} />
    </div>
  );
}

type AttachProps = Pick<ToolbarProps, "attach" | "onFiles"> & { isOff: boolean };

function AttachButton({ isOff, attach, onFiles }: AttachProps) {
  const t = useText("composer");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    attach.current = () => input.current?.click();
  }, [attach]);
  return (
    <>
      <IconButton
        icon={Paperclip}
        label={t("files.attach")}
        size="small"
        disabled={isOff}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t("files.attach")}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file again is a change, too.
          currentTarget.value = "";
        }}
      />
    </>
  );
}

function EmojiButton({ onInsert }: { onInsert: (words: string) => void }) {
  const t = useText("composer");
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      trigger={<IconButton icon={Smile} label={t("emoji.open")} size="small" />}
      label={t("emoji.open")}
      open={isOpen}
      onOpenChange={setOpen}
      side="top"
      className="max-h-none overflow-hidden p-0"
    >
      <div className="h-80 w-[20.5rem] max-w-full">
        <EmojiPicker
          onChoose={(emoji) => {
            setOpen(false);
            onInsert(emoji);
          }}
        />
      </div>
    </Popover>
  );
}

function MoreMenu({ isOff, isClosed, onOpen }: ToolbarProps & { isOff: boolean }) {
  const t = useText("composer");
  const sendKey = useSendKey();
  return (
    <Menu trigger={<IconButton icon={Ellipsis} label={t("more")} size="small" />} side="top">
      <MenuItem icon={LayoutTemplate} disabled={isClosed} onSelect={() => onOpen("template")}>
        {t("template.open")}
      </MenuItem>
      <MenuItem icon={ListChecks} disabled={isOff} onSelect={() => onOpen("buttons")}>
        {t("buttons.open")}
      </MenuItem>
      <MenuLine />
      <MenuChoice
        label={t("sendKey.label")}
        value={sendKey}
        onChange={setSendKey}
        options={[
          { value: "enter", label: t("sendKey.enter") },
          { value: "mod_enter", label: t("sendKey.modEnter") },
        ]}
      />
    </Menu>
  );
}

function SendButton({ isNote, canSend, isPending, onSend }: ToolbarProps) {
  const t = useText("composer");
  const sendKey = useSendKey();
  return (
    <IconButton
      icon={isPending ? LoaderCircle : SendHorizontal}
      label={t(isPending ? "send.pending" : isNote ? "send.note" : "send.reply")}
      keys={sendKey === "enter" ? "Enter" : "$mod+Enter"}
      size="small"
      aria-disabled={!canSend}
      onClick={onSend}
      className={classes(
        "w-10 rtl:[&>svg]:-scale-x-100",
        isPending && "[&>svg]:animate-spin",
        canSend &&
          (isNote
            ? "bg-note-text text-note hover:bg-note-text hover:text-note"
            : "bg-accent text-on-accent hover:bg-accent-hover hover:text-on-accent"),
      )}
    />
  );
}
