import { useChange } from "../../api/use-call.ts";
import { useIdentity, useMe } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { TextField } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { DeleteSection } from "../form/delete-section.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { faultUnder } from "../form/faults.ts";
import { OutletsChoice } from "../form/outlets-choice.tsx";
import { settingsPath } from "../form/paths.ts";
import { useItemForm } from "../form/use-item-form.ts";
import { Preview } from "../policies/preview.tsx";
import type { CannedReply } from "./reply-view.tsx";
import { asExample } from "./variables.ts";
import { WordingField } from "./wording-field.tsx";

/** One canned reply, or a new one. */
export function ReplyPage({ reply }: { reply: CannedReply | null }) {
  const t = useText("settings");
  const { tenant } = useIdentity();
  const me = useMe();
  const create = useChange("createCannedReply", ["listCannedReplies"]);
  const put = useChange("putCannedReply", ["listCannedReplies"]);
  const remove = useChange("deleteCannedReply", ["listCannedReplies"]);
  const { shortcut = "", text = "", outlet_ids = [], language = null } = reply ?? {};
  const { value, set, error, form, leave } = useItemForm({
    saved: { shortcut, text, outlet_ids, language },
    isNew: reply === null,
    section: "replies",
    save: async (body) => {
      await (reply ? put.mutateAsync({ params: { id: reply.id }, body }) : create.mutateAsync({ body }));
      return undefined;
    },
  });
  return (
    <Page
      title={reply ? `/${reply.shortcut}` : t("replies.add")}
      back={{ href: settingsPath("replies"), label: t("sections.replies") }}
    >
      <EditForm {...form} saveLabel={reply ? undefined : t("replies.add")}>
        <Section>
          <div className="flex flex-col gap-5">
            <TextField
              label={t("replies.shortcut")}
              hint={t("replies.shortcutHint")}
              className="max-w-sm"
              value={value.shortcut}
              maxLength={64}
              required
              autoFocus={reply === null}
              spellCheck={false}
              onChange={(event) => set({ shortcut: event.target.value.trim().replace(/^\//, "") })}
              error={faultUnder(error, "shortcut")}
            />
            <div className="grid items-start gap-5 lg:grid-cols-2">
              <WordingField
                label={t("replies.text")}
                hint={t("variables.hint", { example: "{{customer.first_name|there}}" })}
                value={value.text}
                onChange={(next) => set({ text: next })}
                error={faultUnder(error, "text")}
              />
              <Preview text={asExample(value.text, { "agent.name": me.name, "tenant.name": tenant.name })} />
            </div>
          </div>
        </Section>
        <Section title={t("replies.scope")} lead={t("replies.scopeLead")}>
          <div className="flex flex-col gap-5">
            <OutletsChoice
              hint={t("replies.outletsHint")}
              value={value.outlet_ids}
              onChange={(next) => set({ outlet_ids: next })}
              error={faultUnder(error, "outlet_ids")}
            />
            <TextField
              label={t("replies.language")}
              hint={t("replies.languageHint")}
              className="max-w-sm"
              value={value.language ?? ""}
              placeholder="en, pt-BR"
              spellCheck={false}
              onChange={(event) => set({ language: event.target.value.trim() || null })}
              error={faultUnder(error, "language")}
            />
          </div>
        </Section>
      </EditForm>
      {reply && (
        <DeleteSection
          question={t("delete.question", { name: `/${reply.shortcut}` })}
          detail={t("replies.delete")}
          onDelete={async () => {
            await remove.mutateAsync({ params: { id: reply.id } });
            leave();
          }}
        />
      )}
    </Page>
  );
}
