import { useMemo } from "react";
import { Link, useLocation } from "wouter";
import { useCommands } from "../app/commands.tsx";
import { useText } from "../locales/text.ts";
import { classes } from "../ui/classes.ts";
import { NoticeCount } from "./developers/notices.tsx";
import { settingsPath } from "./form/paths.ts";
import { GROUPS, type SettingsSection } from "./sections.ts";

interface SettingsNavigationProps {
  sections: SettingsSection[];
  /** What is looked at. */
  current: string;
}

/** The way to each section of the settings, and its commands. */
export function SettingsNavigation({ sections, current }: SettingsNavigationProps) {
  const t = useText("settings");
  const [, navigate] = useLocation();
  useCommands(
    useMemo(
      () =>
        sections.map(({ id, icon }) => ({
          id: `settings-${id}`,
          title: t(`sections.${id}`),
          group: t("title"),
          icon,
          run: () => navigate(settingsPath(id)),
        })),
      [sections, navigate, t],
    ),
  );
  const groups = GROUPS.map((group) => ({ group, members: sections.filter((one) => one.group === group) }));
  return (
    <nav aria-label={t("title")} className="flex flex-col gap-4 p-3 md:py-5">
      <h1 className="px-2.5 text-xl font-semibold tracking-tight md:text-base">{t("title")}</h1>
      {groups
        .filter(({ members }) => members.length > 0)
        .map(({ group, members }) => (
          <div key={group}>
            <div className="flex items-center gap-2 px-2.5 pb-1">
              <h2 className="text-xs font-medium text-faint">{t(`groups.${group}`)}</h2>
              {group === "developers" && <NoticeCount />}
            </div>
            <ul>
              {members.map(({ id, icon: Icon }) => (
                <li key={id}>
                  <Link
                    href={settingsPath(id)}
                    aria-current={id === current ? "page" : undefined}
                    className={classes(
                      "flex items-center gap-2.5 rounded-lg px-2.5 text-sm transition-colors max-md:h-11 md:h-8",
                      id === current ? "md:bg-selected md:font-medium md:text-accent-text" : "hover:bg-hover",
                    )}
                  >
                    <Icon aria-hidden className="size-4 shrink-0 opacity-80" />
                    <span className="truncate">{t(`sections.${id}`)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </nav>
  );
}
