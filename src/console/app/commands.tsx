import type { LucideIcon } from "lucide-react";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { tinykeys } from "tinykeys";

/** Something that can be done here and now: from the palette, and by its keys. */
export interface Command {
  id: string;
  title: string;
  group: string;
  icon?: LucideIcon;
  /** As `tinykeys` writes them: `e`, `Shift+R`, `$mod+k`, `g i`. Single letters are not heard while somebody writes. */
  keys?: string;
  /** Other words by which it is found. */
  keywords?: string[];
  /** Not shown in the palette: only keys, such as to move in a list. */
  isHidden?: boolean;
  run: () => void;
}

class Registry {
  readonly #sets = new Map<symbol, Command[]>();
  readonly #listeners = new Set<() => void>();
  #all: Command[] = [];

  onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  all = (): Command[] => this.#all;

  set(owner: symbol, commands: Command[] | null): void {
    if (commands === null) this.#sets.delete(owner);
    else this.#sets.set(owner, commands);
    this.#all = [...this.#sets.values()].flat();
    for (const listener of this.#listeners) listener();
  }
}

const RegistryContext = createContext(new Registry());

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** A dialog has the word while it is open. */
const isInDialog = (): boolean =>
  document.querySelector('[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"][data-state="open"]') !==
  null;

export function CommandsProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(() => new Registry());
  const commands = useSyncExternalStore(registry.onChange, registry.all);
  useEffect(() => {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const { keys, run } of commands) {
      if (keys === undefined) continue;
      const isPlain = !keys.includes("$mod");
      bindings[keys] = (event) => {
        if (isInDialog() || (isPlain && (isWriting(event.target) || event.ctrlKey || event.metaKey || event.altKey)))
          return;
        event.preventDefault();
        run();
      };
    }
    // Not what tinykeys leaves out of itself: whoever writes asks for the palette, too.
    return tinykeys(window, bindings, { ignore: ({ repeat, isComposing }) => repeat || isComposing });
  }, [commands]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

/** Offers commands while the component is there. Give a new array only when something changed (`useMemo`). */
export function useCommands(commands: Command[]): void {
  const registry = useContext(RegistryContext);
  const owner = useRef(Symbol("commands"));
  useEffect(() => {
    registry.set(owner.current, commands);
  }, [registry, commands]);
  useEffect(() => {
    const own = owner.current;
    return () => registry.set(own, null);
  }, [registry]);
}

/** All that can be done here and now. */
export function useAllCommands(): Command[] {
  const registry = useContext(RegistryContext);
  return useSyncExternalStore(registry.onChange, registry.all);
}
