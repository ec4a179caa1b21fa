import { MessageSquareText } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useCall } from "../../api/use-call.ts";
import { useIsAdmin } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { classes } from "../../ui/classes.ts";
import { CONTROL } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { contains } from "../form/contains.ts";
import { AddButton, List, RowLink } from "../form/list.tsx";
import { OneOf } from "../form/one-of.tsx";
import { NEW, type SectionProps, settingsPath } from "../form/paths.ts";
import { namesOf, useNames } from "../form/use-names.ts";
import { ReplyPage } from "./reply-page.tsx";
import { ReplyView } from "./reply-view.tsx";

/** Words that people say often. Agents look at them, admins write them. */
export function RepliesPage({ id }: SectionProps) {
  const isAdmin = useIsAdmin();
  const replies = useCall("listCannedReplies");
  if (id === null) return <Replies />;
  if (id === NEW && isAdmin) return <ReplyPage key={NEW} reply={null} />;
  const reply = replies.data ? (replies.data.canned_replies.find((one) => one.id === id) ?? null) : undefined;
  return (
    <OneOf query={replies} item={reply}>
      {(one) => (isAdmin ? <ReplyPage key={one.id} reply={one} /> : <ReplyView reply={one} />)}
    </OneOf>
  );
}

function Replies() {
  const t = useText("settings");
  const isAdmin = useIsAdmin();
  const { outlets } = useNames();
  const [typed, setTyped] = useState("");
  const sought = useDeferredValue(typed);
  const replies = useCall("listCannedReplies");
  const all = replies.data?.canned_replies;
  const found = all?.filter(({ shortcut, text }) => contains(`${shortcut} ${text}`, sought.replace(/^\//, "")));
  const add = <AddButton href={settingsPath("replies", NEW)}>{t("replies.add")}</AddButton>;
  const isSought = sought.trim() !== "" && all !== undefined && all.length > 0;
  return (
    <Page title={t("sections.replies")} lead={t("replies.lead")} actions={isAdmin && add}>
      {all !== undefined && all.length > 0 && (
        <input
          type="search"
          aria-label={t("replies.search")}
          placeholder={t("replies.search")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className={classes(CONTROL, "h-9")}
        />
      )}
      <List
        label={t("sections.replies")}
        query={replies}
        items={found}
        keyOf={({ id }) => id}
        empty={{
          icon: MessageSquareText,
          title: t(isSought ? "choice.none" : "replies.none"),
          detail: isSought ? "" : t("replies.noneDetail"),
        }}
        row={({ id, shortcut, text, language, outlet_ids }) => (
          <>
            <RowLink
              href={settingsPath("replies", id)}
              title={<span className="font-mono text-sm">{`/${shortcut}`}</span>}
              detail={text}
            />
            {outlet_ids.length > 0 && (
              <span className="max-w-[35%] truncate text-xs text-muted max-sm:hidden">
                {namesOf(outlets, outlet_ids)}
              </span>
            )}
            {language !== null && <Badge>{language}</Badge>}
          </>
        )}
      />
    </Page>
  );
}
