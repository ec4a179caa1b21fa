import { AtSign, ChevronDown, Clock, Inbox, type LucideIcon, MailOpen, Moon, User, Users } from "lucide-react";
import { useMemo } from "react";
import { Link, useLocation } from "wouter";
import type { Counts, View } from "../../api/types.ts";
import { useCommands } from "../../app/commands.tsx";
import { locale, useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { Menu, MenuChoice } from "../../ui/menu.tsx";
import { type ListAddress, printAddress, VIEWS, withView } from "./address.ts";

const ICONS: Record<View, LucideIcon> = {
  mine: User,
  unassigned: Users,
  waiting: Clock,
  unread: MailOpen,
  mentioned: AtSign,
  snoozed: Moon,
  all: Inbox,
};
const KEYS: Partial<Record<View, string>> = { mine: "g m", unassigned: "g u", waiting: "g w", all: "g a" };

/** One click away; the others are in a menu beside them. */
const FIRST: readonly View[] = ["mine", "unassigned", "all"];
const OTHERS = VIEWS.filter((view) => !FIRST.includes(view));

const TAB =
  "relative inline-flex h-9 min-w-0 items-center gap-1 px-2 md:max-xl:px-1.5 text-[0.8125rem] font-medium text-muted hover:text-text aria-[current]:text-text focus-visible:-outline-offset-2";
const LINE = "absolute inset-x-1 -bottom-px h-0.5 rounded-full bg-accent";

interface TabsProps {
  address: ListAddress;
  counts: Counts | undefined;
  onGo: (next: ListAddress) => void;
}

/** The views, each with how much is in it. */
export function ViewTabs({ address, counts, onGo }: TabsProps) {
  const t = useText("list");
  const [path] = useLocation();
  const group = t("commands.views");
  useCommands(
    useMemo(
      () =>
        VIEWS.map((view) => ({
          id: `view-${view}`,
          title: t(`views.${view}`),
          group,
          icon: ICONS[view],
          ...(KEYS[view] === undefined ? {} : { keys: KEYS[view] }),
          run: () => onGo(withView(address, view)),
        })),
      [t, group, address, onGo],
    ),
  );
  const other = OTHERS.find((view) => view === address.view);
  return (
    <nav aria-label={t("views.label")} className="flex items-stretch gap-0.5 px-1">
      {FIRST.map((view) => (
        <Link
          key={view}
          href={`${path}${printAddress(withView(address, view))}`}
          aria-current={view === address.view ? "true" : undefined}
          className={classes(TAB, "shrink-0")}
        >
          {t(`tabs.${view}`)}
          <Count count={counts?.views[view]} isAside={other !== undefined} />
          {view === address.view && <span aria-hidden className={LINE} />}
        </Link>
      ))}
      <Menu
        align="end"
        trigger={
          <button type="button" aria-current={other ? "true" : undefined} className={classes(TAB, "ms-auto")}>
            <span className="truncate">{t(other ? `tabs.${other}` : "tabs.more")}</span>
            {other && <Count count={counts?.views[other]} />}
            <ChevronDown aria-hidden className="size-3.5 shrink-0" />
            {other && <span aria-hidden className={LINE} />}
          </button>
        }
      >
        <MenuChoice<View>
          label={t("views.label")}
          value={address.view}
          onChange={(view) => onGo(withView(address, view))}
          options={VIEWS.map((value) => ({ value, label: withCount(t(`views.${value}`), counts?.views[value]) }))}
        />
      </Menu>
    </nav>
  );
}

const short = (count: number): string =>
  new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: count < 10_000 ? 1 : 0 }).format(count);

const withCount = (name: string, count: number | undefined): string => (count ? `${name} · ${short(count)}` : name);

/** @param isAside gives way on narrow lists */
const Count = ({ count = 0, isAside = false }: { count: number | undefined; isAside?: boolean }) =>
  count > 0 && (
    <span
      className={classes("text-xs font-normal text-muted tabular-nums", isAside && "md:max-xl:hidden max-sm:hidden")}
    >
      {short(count)}
    </span>
  );
