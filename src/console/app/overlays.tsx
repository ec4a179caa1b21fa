import { Command as CommandIcon, Keyboard } from "lucide-react";
import { useMemo, useSyncExternalStore } from "react";
import { useText } from "../locales/text.ts";
import { later } from "../ui/later.tsx";
import { useCommands } from "./commands.tsx";

type Overlay = "palette" | "shortcuts";

let open: Overlay | null = null;
const listeners = new Set<() => void>();

/** Opens what stands over all pages; null closes it. */
export function openOverlay(overlay: Overlay | null): void {
  open = overlay;
  for (const listener of listeners) listener();
}

const onChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const Palette = later(() => import("./palette.tsx").then(({ Palette }) => Palette));
const Shortcuts = later(() => import("./shortcuts.tsx").then(({ Shortcuts }) => Shortcuts));

/** The commands and the list of keys. */
export function Overlays() {
  const t = useText("common");
  const overlay = useSyncExternalStore(onChange, () => open);
  useCommands(
    useMemo(
      () => [
        {
          id: "palette",
          title: t("shortcuts.palette"),
          group: t("palette.title"),
          icon: CommandIcon,
          keys: "$mod+k",
          isHidden: true,
          run: () => openOverlay("palette"),
        },
        {
          id: "shortcuts",
          title: t("shortcuts.open"),
          group: t("palette.title"),
          icon: Keyboard,
          keys: "?",
          run: () => openOverlay("shortcuts"),
        },
      ],
      [t],
    ),
  );
  const close = () => openOverlay(null);
  return (
    <>
      {overlay === "palette" && <Palette onClose={close} />}
      {overlay === "shortcuts" && <Shortcuts onClose={close} />}
    </>
  );
}
