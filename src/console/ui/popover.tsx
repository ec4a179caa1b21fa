import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { FLOATING } from "./menu.tsx";

interface PopoverProps {
  trigger: ReactNode;
  /** What it is, for who cannot see it. */
  label: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  /** So far beyond the button it reaches, in pixels. */
  alignOffset?: number;
  side?: "top" | "bottom" | "left" | "right";
  className?: string;
  children: ReactNode;
}

/** Something small beside its button. */
export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  align = "start",
  alignOffset = 0,
  side,
  className,
  children,
}: PopoverProps) {
  const control = { ...(open === undefined ? {} : { open }), ...(onOpenChange === undefined ? {} : { onOpenChange }) };
  return (
    <Radix.Root {...control}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          alignOffset={alignOffset}
          {...(side === undefined ? {} : { side })}
          sideOffset={6}
          collisionPadding={8}
          className={classes(FLOATING, className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
