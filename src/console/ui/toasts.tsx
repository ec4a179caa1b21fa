import { CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { Toast } from "radix-ui";
import { useText } from "../locales/text.ts";
import { IconButton } from "./button.tsx";
import { classes } from "./classes.ts";
import { takeToast, useToasts } from "./toast.tsx";

const ICONS = { success: CircleCheck, danger: TriangleAlert, info: Info };
const COLOURS = { success: "text-success-text", danger: "text-danger-text", info: "text-info-text" };

/** The toasts, at the edge of the page. */
export function Toasts() {
  const t = useText("common");
  const all = useToasts();
  return (
    <Toast.Provider swipeDirection="left" duration={6000}>
      {all.map(({ id, title, detail, tone = "info", action, duration }) => {
        const Icon = ICONS[tone];
        const gone = () => takeToast(id);
        return (
          <Toast.Root
            key={id}
            {...(duration === undefined ? {} : { duration })}
            onOpenChange={(open) => !open && gone()}
            className="flex w-full animate-rise items-start gap-2.5 rounded-xl border border-line bg-raised p-3 text-sm shadow-floating"
          >
            <Icon aria-hidden className={classes("mt-0.5 size-4 shrink-0", COLOURS[tone])} />
            <div className="min-w-0 grow">
              <Toast.Title className="words font-medium">{title}</Toast.Title>
              {detail && <Toast.Description className="words text-muted">{detail}</Toast.Description>}
            </div>
            {action && (
              <Toast.Action
                altText={action.label}
                onClick={action.run}
                className="shrink-0 rounded-md px-2 py-0.5 font-medium text-accent-text hover:bg-hover"
              >
                {action.label}
              </Toast.Action>
            )}
            <Toast.Close asChild>
              <IconButton icon={X} label={t("actions.close")} size="small" className="-my-1 -me-1" />
            </Toast.Close>
          </Toast.Root>
        );
      })}
      {/* Where offers are, beyond them: not over where somebody writes. */}
      <Toast.Viewport className="fixed z-[60] flex flex-col gap-2 outline-none max-md:inset-x-2 max-md:top-[calc(3.75rem+var(--offers-height,0px))] md:start-16 md:bottom-[calc(0.5rem+var(--offers-height,0px))] md:w-76 md:[:root:has([data-bulk])_&]:bottom-[calc(3.5rem+var(--offers-height,0px))] xl:w-[21rem]" />
    </Toast.Provider>
  );
}
