import { Copy, Download, Link2, MoreHorizontal, Reply, SmilePlus } from "lucide-react";
import { useState } from "react";
import type { Message } from "../../api/types.ts";
import { useMe } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { IconButton } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { Popover } from "../../ui/popover.tsx";
import { toast, toastProblem } from "../../ui/toast.tsx";
import { setQuote } from "../composer/quote.ts";
import { downloadOf } from "./content/file.ts";
import { EMOJI, ownReaction, reactTo } from "./react-to.ts";

const quote = (message: Message): void => setQuote(message.conversation_id, message);

/** What can be done with a message: beside it while it is pointed at or has the keyboard. */
export function Actions({ message }: { message: Message }) {
  const t = useText("thread");
  const common = useText("common");
  const isOnChannel =
    message.whatsapp_message_id !== null && message.deleted_at === null && message.origin !== "history";
  const file = message.attachments.find(({ state, link }) => state === "stored" && link === null);
  const copied = (words: Promise<void>) =>
    void words
      .then(() => toast({ title: common("actions.copied"), tone: "success", duration: 2000 }))
      .catch(() => undefined);
  const link = `${location.origin}/conversations/${message.conversation_id}?at=${message.seq}`;
  return (
    <div
      role="toolbar"
      aria-label={t("actions.label")}
      className="flex shrink-0 items-center rounded-lg border border-line bg-raised p-0.5 shadow-raised"
    >
      {isOnChannel && <React message={message} />}
      {message.deleted_at === null && (
        <IconButton icon={Reply} label={t("actions.reply")} size="small" onClick={() => quote(message)} />
      )}
      <Menu align="end" trigger={<IconButton icon={MoreHorizontal} label={common("actions.more")} size="small" />}>
        {message.deleted_at === null && (
          <MenuItem icon={Reply} onSelect={() => quote(message)}>
            {t("actions.reply")}
          </MenuItem>
        )}
        {message.content !== "" && (
          <MenuItem icon={Copy} onSelect={() => copied(navigator.clipboard.writeText(message.content))}>
            {t("actions.copyText")}
          </MenuItem>
        )}
        <MenuItem icon={Link2} onSelect={() => copied(navigator.clipboard.writeText(link))}>
          {t("actions.copyLink")}
        </MenuItem>
        {file && (
          <MenuItem icon={Download} onSelect={() => location.assign(downloadOf(file))}>
            {t("media.download")}
          </MenuItem>
        )}
      </Menu>
    </div>
  );
}

function React({ message }: { message: Message }) {
  const t = useText("thread");
  const me = useMe();
  const [isOpen, setOpen] = useState(false);
  const own = ownReaction(message, me.id);
  const react = (emoji: string) => {
    setOpen(false);
    reactTo(message, me, own === emoji ? "" : emoji).catch(toastProblem);
  };
  return (
    <Popover
      label={t("actions.react")}
      open={isOpen}
      onOpenChange={setOpen}
      align="center"
      className="!min-w-0"
      trigger={<IconButton icon={SmilePlus} label={t("actions.react")} size="small" />}
    >
      <div className="flex gap-0.5">
        {EMOJI.map((emoji) => (
          <button
            key={emoji}
            type="button"
            aria-label={t("reaction.give", { emoji })}
            aria-pressed={own === emoji}
            onClick={() => react(emoji)}
            className={classes(
              "grid size-9 place-items-center rounded-lg text-xl hover:bg-hover",
              own === emoji && "bg-selected",
            )}
          >
            {emoji}
          </button>
        ))}
      </div>
    </Popover>
  );
}
