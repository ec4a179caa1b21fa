import { EllipsisVertical, Link2 } from "lucide-react";
import { useText } from "../../locales/text.ts";
import { IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { toast } from "../../ui/toast.tsx";
import { openWorkSoon, type WorkDialog } from "./open-work.ts";
import type { OfferedAction } from "./use-offered-actions.ts";
import type { WorkAction } from "./work-actions.ts";

const DIALOGS: readonly WorkAction[] = [
  "assign",
  "transfer",
  "snooze",
  "labels",
  "priority",
  "macro",
] satisfies WorkDialog[];

/** What has no button of its own; on a phone everything. */
export function MoreMenu({ actions, groups }: { actions: Record<WorkAction, OfferedAction>; groups: WorkAction[][] }) {
  const t = useText("work");
  const copyLink = async () => {
    await navigator.clipboard.writeText(location.origin + location.pathname);
    toast({ title: t("done.linkCopied"), duration: 3000 });
  };
  return (
    <Menu align="end" trigger={<IconButton icon={EllipsisVertical} label={t("more")} />}>
      {groups.map((group, index) => (
        <div key={group.join(" ")}>
          {index > 0 && <MenuLine />}
          {group.map((id) => (
            <Item key={id} action={actions[id]} />
          ))}
        </div>
      ))}
      <MenuLine />
      <MenuItem icon={Link2} onSelect={() => void copyLink()}>
        {t("action.copyLink")}
      </MenuItem>
    </Menu>
  );
}

function Item({ action: { id, icon, label, keys, why, run } }: { action: OfferedAction }) {
  const select = DIALOGS.includes(id) ? () => openWorkSoon(id as WorkDialog) : run;
  return (
    <MenuItem icon={icon} {...(keys === undefined ? {} : { keys })} disabled={why !== null} onSelect={select}>
      {label}
      {why !== null && <span className="block truncate text-xs text-muted">{why}</span>}
    </MenuItem>
  );
}
