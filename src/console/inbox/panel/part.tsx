import { ChevronDown } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { classes } from "../../ui/classes.ts";

const KEPT = "console:panel-parts";

type Kept = Record<string, boolean>;

function kept(): Kept {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Kept;
  } catch {
    return {};
  }
}

interface PartProps {
  /** By which it is remembered whether it is open. */
  id: string;
  title: string;
  isClosedFirst?: boolean;
  children: ReactNode;
}

/** A part of the panel that can be folded; how it was left is remembered. What is folded asks for nothing. */
export function Part({ id, title, isClosedFirst = false, children }: PartProps) {
  const [isOpen, setOpen] = useState(() => kept()[id] ?? !isClosedFirst);
  const content = useId();
  const toggle = () => {
    localStorage.setItem(KEPT, JSON.stringify({ ...kept(), [id]: !isOpen }));
    setOpen(!isOpen);
  };
  return (
    <section className="border-t border-line">
      <h2>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={content}
          onClick={toggle}
          className="flex w-full items-center gap-2 px-4 py-2.5 text-start text-sm font-semibold hover:bg-hover focus-visible:-outline-offset-2"
        >
          <span className="grow">{title}</span>
          <ChevronDown
            aria-hidden
            className={classes("size-4 text-faint transition-transform", !isOpen && "-rotate-90 rtl:rotate-90")}
          />
        </button>
      </h2>
      <div id={content} hidden={!isOpen} className="px-4 pb-4">
        {isOpen && children}
      </div>
    </section>
  );
}

/** A name and what stands for it, in a row of a `dl`. */
export const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex min-h-7 items-center gap-3 text-sm">
    <dt className="w-24 shrink-0 text-muted">{name}</dt>
    <dd className="min-w-0 grow">{children}</dd>
  </div>
);
