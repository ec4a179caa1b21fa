import { Activity, ChartColumn, Inbox, type LucideIcon, Settings } from "lucide-react";
import { useMemo } from "react";
import { Link, useLocation } from "wouter";
import { useText } from "../locales/text.ts";
import { classes } from "../ui/classes.ts";
import { Tip } from "../ui/tip.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { useCommands } from "./commands.tsx";
import { useIsAdmin } from "./session.tsx";

interface Place {
  name: "inbox" | "reports" | "operations" | "settings";
  path: string;
  icon: LucideIcon;
  keys: string;
  isForAdmins?: boolean;
}

const PLACES: Place[] = [
  { name: "inbox", path: "/", icon: Inbox, keys: "g i" },
  { name: "reports", path: "/reports", icon: ChartColumn, keys: "g r" },
  { name: "operations", path: "/operations", icon: Activity, keys: "g o", isForAdmins: true },
  { name: "settings", path: "/settings", icon: Settings, keys: "g s" },
];

const isAt = (location: string, path: string): boolean =>
  path === "/" ? location === "/" || location.startsWith("/conversations") : location.startsWith(path);

/** The way to each part of the console: beside the page, or below it on a phone. */
export function Navigation() {
  const t = useText("common");
  const [location, navigate] = useLocation();
  const isAdmin = useIsAdmin();
  const places = useMemo(() => PLACES.filter(({ isForAdmins }) => isAdmin || !isForAdmins), [isAdmin]);
  useCommands(
    useMemo(
      () =>
        places.map(({ name, path, icon, keys }) => ({
          id: `go-${name}`,
          title: t("shortcuts.go", { place: t(`navigation.${name}`) }),
          group: t("navigation.label"),
          icon,
          keys,
          run: () => navigate(path),
        })),
      [places, navigate, t],
    ),
  );
  return (
    <nav
      aria-label={t("navigation.label")}
      className="flex shrink-0 items-center gap-1 border-line bg-surface max-md:justify-around max-md:border-t max-md:px-2 max-md:pb-[env(safe-area-inset-bottom)] md:w-14 md:flex-col md:border-e md:py-2"
    >
      {places.map(({ name, path, icon: Icon, keys }) => {
        const isHere = isAt(location, path);
        return (
          <Tip key={name} label={t(`navigation.${name}`)} keys={keys}>
            <Link
              href={path}
              aria-label={t(`navigation.${name}`)}
              aria-current={isHere ? "page" : undefined}
              className={classes(
                "grid size-10 place-items-center rounded-xl transition-colors max-md:h-12 max-md:w-16",
                isHere ? "bg-selected text-accent-text" : "text-muted hover:bg-hover hover:text-text",
              )}
            >
              <Icon aria-hidden className="size-5" />
            </Link>
          </Tip>
        );
      })}
      <div className="md:mt-auto">
        <AccountMenu />
      </div>
    </nav>
  );
}
