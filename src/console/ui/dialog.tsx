import { X } from "lucide-react";
import { AlertDialog, Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef, useState } from "react";
import { useText } from "../locales/text.ts";
import { Button, IconButton } from "./button.tsx";
import { classes } from "./classes.ts";
import { useGivingBack } from "./giving-back.ts";

const OVERLAY = "fixed inset-0 z-40 animate-appear bg-overlay";
const BOX =
  "fixed start-1/2 top-1/2 z-50 flex max-h-[min(90dvh,48rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 animate-appear flex-col rounded-2xl bg-raised shadow-floating outline-none rtl:translate-x-1/2";

interface DialogProps {
  title: string;
  /** What it is about, below the title. */
  lead?: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  width?: "narrow" | "normal" | "wide";
  /** Buttons, at its end. */
  footer?: ReactNode;
  children: ReactNode;
}

/** What comes first in a dialog's own part. */
const FIRST = "[data-dialog-body] :is(input, textarea, select, button, a[href]):not(:disabled)";

const WIDTHS = { narrow: "sm:max-w-sm", normal: "sm:max-w-lg", wide: "sm:max-w-3xl" };

/** A window in the window. Keeps the keyboard in it, and gives it back. */
export function Dialog({ title, lead, open, onOpenChange, width = "normal", footer, children }: DialogProps) {
  const t = useText("common");
  const box = useRef<HTMLDivElement>(null);
  const givingBack = useGivingBack(open);
  // What it is about, not the button that closes it: whoever asks for more says so by `autoFocus`.
  const enter = (event: Event) => {
    if (box.current?.contains(document.activeElement)) return event.preventDefault();
    event.preventDefault();
    (box.current?.querySelector<HTMLElement>(FIRST) ?? box.current)?.focus();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY} />
        <Radix.Content
          ref={box}
          onOpenAutoFocus={enter}
          {...givingBack}
          className={classes(BOX, WIDTHS[width])}
          {...(lead ? {} : { "aria-describedby": undefined })}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0 grow">
              <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
              {lead && <Radix.Description className="mt-0.5 text-sm text-muted">{lead}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label={t("actions.close")} size="small" className="-me-1.5" />
            </Radix.Close>
          </header>
          <div data-dialog-body className="min-h-0 grow overflow-y-auto px-5 py-2">
            {children}
          </div>
          {footer ? (
            <footer className="flex flex-wrap justify-end gap-2 px-5 pt-2 pb-4">{footer}</footer>
          ) : (
            <div className="h-3" />
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ConfirmProps {
  title: string;
  detail: ReactNode;
  /** What the button says that does it. */
  action: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Closes when it is done; stays open, free to be tried again, when it fails. */
  onConfirm: () => Promise<unknown> | unknown;
}

/** Asks before something that cannot be undone. */
export function Confirm({ title, detail, action, open, onOpenChange, onConfirm }: ConfirmProps) {
  const t = useText("common");
  const [isBusy, setBusy] = useState(false);
  const givingBack = useGivingBack(open);
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
      onOpenChange(false);
    } finally {
      setBusy(false);
    }
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={OVERLAY} />
        <AlertDialog.Content {...givingBack} className={classes(BOX, "p-5 sm:max-w-md")}>
          <AlertDialog.Title className="text-base font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1.5 text-sm text-muted">{detail}</AlertDialog.Description>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{t("actions.cancel")}</Button>
            </AlertDialog.Cancel>
            <Button tone="danger" isBusy={isBusy} onClick={() => void confirm().catch(() => undefined)}>
              {action}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
