import { Command } from "cmdk";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classes } from "../../../ui/classes.ts";
import { useGivingBack } from "../../../ui/giving-back.ts";

interface PickerFrameProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A window near the top in which something is chosen or filled in. */
export const PickerFrame = ({ title, onClose, children }: PickerFrameProps) => (
  <Radix.Root open onOpenChange={(open) => !open && onClose()}>
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
      <Radix.Content
        {...useGivingBack(true)}
        aria-describedby={undefined}
        className="fixed start-1/2 top-[12vh] z-50 flex max-h-[76vh] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 animate-appear flex-col overflow-hidden rounded-2xl bg-raised shadow-floating outline-none rtl:translate-x-1/2"
      >
        <Radix.Title className="shrink-0 px-4 pt-3 text-xs font-medium text-muted">{title}</Radix.Title>
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);

interface PickerProps extends PickerFrameProps {
  placeholder: string;
  /** Said where nothing of that name is. */
  empty: string;
  value?: string;
  onValueChange?: (value: string) => void;
  /** Below the list. */
  footer?: ReactNode;
  /** The item that is looked at, by its value. */
  looked?: string;
  onLook?: (value: string) => void;
}

/** One or several of a list, found by typing, chosen by Enter. */
export function Picker({ title, onClose, placeholder, empty, children, footer, ...rest }: PickerProps) {
  const { value, onValueChange, looked, onLook } = rest;
  const input = { ...(value === undefined ? {} : { value }), ...(onValueChange ? { onValueChange } : {}) };
  const look = { ...(looked === undefined ? {} : { value: looked }), ...(onLook ? { onValueChange: onLook } : {}) };
  return (
    <PickerFrame title={title} onClose={onClose}>
      <Command loop label={title} className="flex min-h-0 flex-col" {...look}>
        <Command.Input
          {...input}
          placeholder={placeholder}
          className="h-11 w-full shrink-0 border-b border-line bg-transparent px-4 text-base outline-none"
        />
        {/* Beside the list: words are no choice of it. */}
        <Command.Empty className="px-4 pt-6 pb-3 text-center text-sm text-muted">{empty}</Command.Empty>
        <Command.List label={title} className="min-h-0 overflow-y-auto p-1.5">
          {children}
        </Command.List>
        {footer}
      </Command>
    </PickerFrame>
  );
}

interface PickerItemProps {
  /** Of its own in the list. */
  value: string;
  /** By which it is found. */
  keywords: string[];
  onSelect: () => void;
  isChecked?: boolean;
  disabled?: boolean;
  /** Shown whatever was typed. */
  isAlways?: boolean;
  className?: string;
  children: ReactNode;
}

export const PickerItem = ({ value, keywords, onSelect, isChecked, disabled, isAlways, ...rest }: PickerItemProps) => (
  <Command.Item
    value={value}
    keywords={keywords}
    onSelect={onSelect}
    {...(disabled ? { disabled } : {})}
    {...(isAlways ? { forceMount: true } : {})}
    {...(isChecked === undefined ? {} : { "aria-checked": isChecked })}
    className={classes(
      "flex min-h-10 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm data-[disabled=true]:cursor-not-allowed data-[disabled=true]:opacity-50 data-[selected=true]:bg-hover",
      rest.className,
    )}
  >
    {rest.children}
  </Command.Item>
);

export const PickerGroup = ({ heading, children }: { heading: string; children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint"
  >
    {children}
  </Command.Group>
);
