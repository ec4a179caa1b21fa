import { AlarmClock, CircleCheck, Tag, UserPlus, X } from "lucide-react";
import { useState } from "react";
import { call } from "../../api/client.ts";
import type { Conversation } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useMe } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { wordsOf } from "../../ui/problem.tsx";
import { toast } from "../../ui/toast.tsx";
import { snoozeChoices } from "../handling/snooze-times.ts";
import { toEach } from "./bulk.ts";
import { useAgentNames } from "./names.ts";

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

type Work = (row: Conversation) => Promise<unknown>;

/** What can be done to all conversations that are chosen. */
export function BulkBar({ rows, onDone }: { rows: Conversation[]; onDone: () => void }) {
  const t = useText("list");
  const me = useMe();
  const agents = useAgentNames();
  const labels = useCall("countConversations").data?.labels ?? [];
  const [progress, setProgress] = useState<{ at: number; of: number } | null>(null);
  const run = async (work: Work) => {
    setProgress({ at: 0, of: rows.length });
    const { done, failed } = await toEach(rows, work, (at) => setProgress({ at, of: rows.length }));
    setProgress(null);
    if (done > 0) toast({ title: t("bulk.done", { count: done }), tone: "success" });
    if (failed.length > 0)
      toast({ title: t("bulk.failed", { count: failed.length }), detail: wordsOf(failed[0]), tone: "danger" });
    onDone();
  };
  const label = (name: string) =>
    run(({ id, labels }) =>
      labels.includes(name)
        ? Promise.resolve()
        : call("setLabels", { params: { id }, body: { labels: [...labels, name] } }),
    );
  const assign = (agentId: string) =>
    run(({ id }) => call("assignAgent", { params: { id }, body: { agent_id: agentId } }));
  const isBusy = progress !== null;
  return (
    <div
      role="toolbar"
      data-bulk
      aria-label={t("bulk.label")}
      className="flex shrink-0 animate-rise items-center gap-0.5 border-t border-line bg-raised px-3 py-1.5"
    >
      <p aria-live="polite" className="min-w-0 grow truncate text-sm font-medium tabular-nums">
        {progress ? t("bulk.progress", { ...progress }) : t("bulk.count", { count: rows.length })}
      </p>
      <IconButton
        icon={CircleCheck}
        label={t("bulk.resolve")}
        disabled={isBusy}
        onClick={() => void run(({ id }) => call("setStatus", { params: { id }, body: { status: "resolved" } }))}
      />
      <Menu side="top" align="end" trigger={<IconButton icon={UserPlus} label={t("bulk.assign")} disabled={isBusy} />}>
        <MenuItem onSelect={() => void assign(me.id)}>{t("bulk.toMe")}</MenuItem>
        <MenuLine />
        {[...agents]
          .filter(([id]) => id !== me.id)
          .map(([id, name]) => (
            <MenuItem key={id} onSelect={() => void assign(id)}>
              {name}
            </MenuItem>
          ))}
      </Menu>
      {labels.length > 0 && (
        <Menu side="top" align="end" trigger={<IconButton icon={Tag} label={t("bulk.addLabel")} disabled={isBusy} />}>
          {labels.map(({ label: name }) => (
            <MenuItem key={name} onSelect={() => void label(name)}>
              {name}
            </MenuItem>
          ))}
        </Menu>
      )}
      <Menu
        side="top"
        align="end"
        trigger={<IconButton icon={AlarmClock} label={t("bulk.snooze")} disabled={isBusy} />}
      >
        {snoozeChoices(Date.now(), ZONE).map(({ id: name, at }) => (
          <MenuItem
            key={name}
            onSelect={() =>
              void run(({ id }) => call("snooze", { params: { id }, body: { until: new Date(at).toISOString() } }))
            }
          >
            {t(`bulk.until.${name}`)}
          </MenuItem>
        ))}
      </Menu>
      <IconButton icon={X} label={t("bulk.clear")} disabled={isBusy} onClick={onDone} />
    </div>
  );
}
