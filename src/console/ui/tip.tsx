import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import { Keys } from "./keys.tsx";

/** Says what a control does, to who hovers it or comes by keyboard. */
export function Tip({ label, keys, children }: { label: string; keys?: string; children: ReactNode }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-xs animate-appear items-center gap-2 rounded-md bg-text px-2 py-1 text-xs text-page shadow-floating"
        >
          {label}
          {keys !== undefined && <Keys keys={keys} isInverse />}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
