import { LayoutTemplate, ListChecks, Mic, Paperclip, Reply, StickyNote, Zap } from "lucide-react";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { type Command, useCommands } from "../../app/commands.tsx";
import { useText } from "../../locales/text.ts";

interface Doing {
  isNote: boolean;
  isBlocked: boolean;
  isClosed: boolean;
  switchTo: (isNote: boolean) => void;
  open: (what: "voice" | "template" | "buttons") => void;
  canned: () => void;
  attach: RefObject<() => void>;
}

/** What can be done where one writes, by key and from the palette. */
export function useComposerCommands({ isNote, isBlocked, isClosed, switchTo, open, canned, attach }: Doing): void {
  const t = useText("composer");
  const openCanned = useRef(canned);
  useEffect(() => {
    openCanned.current = canned;
  });
  const commands = useMemo(() => {
    const group = t("label");
    const always: Command[] = [
      { id: "reply", title: t("commands.reply"), group, icon: Reply, keys: "r", run: () => switchTo(false) },
      { id: "note", title: t("commands.note"), group, icon: StickyNote, keys: "n", run: () => switchTo(true) },
      { id: "canned", title: t("canned.open"), group, icon: Zap, run: () => openCanned.current() },
    ];
    const template = {
      id: "template",
      title: t("template.open"),
      group,
      icon: LayoutTemplate,
      run: () => open("template"),
    };
    const toCustomer: Command[] = [
      { id: "attach", title: t("files.attach"), group, icon: Paperclip, run: () => attach.current() },
      { id: "voice", title: t("voice.record"), group, icon: Mic, run: () => open("voice") },
      { id: "buttons", title: t("buttons.open"), group, icon: ListChecks, run: () => open("buttons") },
    ];
    return [...always, ...(isClosed ? [] : [template]), ...(isNote || isBlocked ? [] : toCustomer)];
  }, [t, switchTo, open, attach, isNote, isBlocked, isClosed]);
  useCommands(commands);
}
