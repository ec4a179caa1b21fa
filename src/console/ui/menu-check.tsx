import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { ITEM } from "./menu.tsx";

interface MenuCheckProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  /** Such as why it cannot be changed. */
  hint?: string | undefined;
  children: ReactNode;
}

/** On or off, in a menu, which stays open. */
export const MenuCheck = ({ checked, onChange, disabled = false, hint, children }: MenuCheckProps) => (
  <DropdownMenu.CheckboxItem
    checked={checked}
    disabled={disabled}
    onCheckedChange={onChange}
    onSelect={(event) => event.preventDefault()}
    className={ITEM}
  >
    <span className="grid size-4 shrink-0 place-items-center">
      <DropdownMenu.ItemIndicator>
        <Check aria-hidden className="size-4 text-accent-text" />
      </DropdownMenu.ItemIndicator>
    </span>
    <span className="min-w-0 grow">
      <span className="block truncate">{children}</span>
      {hint && <span className="block max-w-56 text-xs whitespace-normal text-muted">{hint}</span>}
    </span>
  </DropdownMenu.CheckboxItem>
);
