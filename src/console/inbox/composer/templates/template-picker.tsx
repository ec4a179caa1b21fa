import { LayoutTemplate, SearchX } from "lucide-react";
import { useState } from "react";
import type { Conversation } from "../../../api/types.ts";
import { useCall } from "../../../api/use-call.ts";
import { useText } from "../../../locales/text.ts";
import { classes } from "../../../ui/classes.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { CONTROL } from "../../../ui/field.tsx";
import { ProblemPane } from "../../../ui/problem.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import type { OutgoingDraft } from "../../outbox.ts";
import { groupsOf, readAs, type Template } from "./template.ts";
import { TemplateForm } from "./template-form.tsx";

interface TemplatePickerProps {
  conversation: Conversation;
  onSend: (draft: OutgoingDraft) => void;
  onClose: () => void;
}

/** Chooses a message template, fills it in and sends it. */
export function TemplatePicker({ conversation, onSend, onClose }: TemplatePickerProps) {
  const t = useText("composer");
  const given = { params: { id: conversation.inbox_id } };
  const { data, error, isLoading, refetch } = useCall("listTemplates", given, { staleTime: 60_000 });
  const [chosen, setChosen] = useState<Template[] | null>(null);
  const templates = (data?.templates ?? []) as unknown as Template[];
  return (
    <Dialog
      title={t("template.open")}
      lead={t("template.lead")}
      width="wide"
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <div className="h-[min(32rem,65dvh)]">
        {error ? (
          <ProblemPane error={error} onRetry={() => void refetch()} />
        ) : isLoading ? (
          <Waiting />
        ) : chosen ? (
          <TemplateForm all={chosen} conversation={conversation} onSend={onSend} onBack={() => setChosen(null)} />
        ) : (
          <TemplateList templates={templates} onChoose={setChosen} />
        )}
      </div>
    </Dialog>
  );
}

const Waiting = () => (
  <div className="flex flex-col gap-2 p-0.5">
    <Skeleton className="h-9" />
    {["first", "second", "third", "fourth"].map((key) => (
      <Skeleton key={key} className="h-16 rounded-xl" />
    ))}
  </div>
);

function TemplateList({ templates, onChoose }: { templates: Template[]; onChoose: (all: Template[]) => void }) {
  const t = useText("composer");
  const [sought, setSought] = useState("");
  const groups = groupsOf(templates, sought);
  if (groups.length === 0 && sought === "")
    return <Empty icon={LayoutTemplate} title={t("template.none")} detail={t("template.noneDetail")} />;
  return (
    <div className="flex h-full flex-col gap-2 p-0.5">
      <input
        type="search"
        // The dialog was opened to choose one.
        // biome-ignore lint/a11y/noAutofocus: -
        autoFocus
        value={sought}
        aria-label={t("template.search")}
        placeholder={t("template.search")}
        onChange={({ currentTarget }) => setSought(currentTarget.value)}
        className={classes(CONTROL, "h-9 shrink-0")}
      />
      <ul aria-label={t("template.list")} className="min-h-0 grow overflow-y-auto">
        {groups.map(({ name, all }) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onChoose(all)}
              className="flex w-full flex-col gap-0.5 rounded-xl px-3 py-2.5 text-start hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="flex w-full items-baseline gap-2">
                <span className="truncate text-sm font-medium">{name}</span>
                <span className="ms-auto shrink-0 text-xs text-muted">
                  {all.map(({ language }) => language).join(", ")}
                </span>
              </span>
              <span className="words line-clamp-2 text-xs text-muted">{all[0] && readAs(all[0], {}).body}</span>
            </button>
          </li>
        ))}
      </ul>
      {groups.length === 0 && <Empty icon={SearchX} title={t("template.notFound")} />}
    </div>
  );
}
