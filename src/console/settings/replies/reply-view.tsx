import type { Answer } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { Page, Section } from "../../ui/page.tsx";
import { settingsPath } from "../form/paths.ts";
import { Preview } from "../policies/preview.tsx";
import { asExample } from "./variables.ts";

export type CannedReply = Answer<"listCannedReplies">["canned_replies"][number];

/** A canned reply as agents see it who may not change it. */
export function ReplyView({ reply }: { reply: CannedReply }) {
  const t = useText("settings");
  return (
    <Page
      title={`/${reply.shortcut}`}
      lead={t("replies.readOnly")}
      back={{ href: settingsPath("replies"), label: t("sections.replies") }}
    >
      <Section>
        <Preview text={asExample(reply.text)} />
      </Section>
    </Page>
  );
}
