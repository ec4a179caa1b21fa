import { ScrollText } from "lucide-react";
import { useCall } from "../../api/use-call.ts";
import { useIsAdmin } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { Page, Section } from "../../ui/page.tsx";
import { AddButton, List, RowLink } from "../form/list.tsx";
import { OneOf } from "../form/one-of.tsx";
import { NEW, type SectionProps, settingsPath } from "../form/paths.ts";
import type { Macro } from "./actions.ts";
import { MacroPage } from "./macro-page.tsx";

/** Several actions that an agent does at once. Agents look at them, admins write them. */
export function MacrosPage({ id }: SectionProps) {
  const isAdmin = useIsAdmin();
  const macros = useCall("listMacros");
  if (id === null) return <Macros />;
  if (id === NEW && isAdmin) return <MacroPage key={NEW} macro={null} />;
  const macro = macros.data ? (macros.data.macros.find((one) => one.id === id) ?? null) : undefined;
  return (
    <OneOf query={macros} item={macro}>
      {(one) => (isAdmin ? <MacroPage key={one.id} macro={one} /> : <MacroView macro={one} />)}
    </OneOf>
  );
}

/** What actions are called, in one line. */
function useActionNames() {
  const t = useText("settings");
  return (actions: Macro["actions"]) => actions.map(({ type }) => t(`actions.type.${type}`)).join(" → ");
}

function Macros() {
  const t = useText("settings");
  const isAdmin = useIsAdmin();
  const macros = useCall("listMacros");
  const namesOf = useActionNames();
  return (
    <Page
      title={t("sections.macros")}
      lead={t("macros.lead")}
      actions={isAdmin && <AddButton href={settingsPath("macros", NEW)}>{t("macros.add")}</AddButton>}
    >
      <List
        label={t("sections.macros")}
        query={macros}
        items={macros.data?.macros}
        keyOf={({ id }) => id}
        empty={{ icon: ScrollText, title: t("macros.none"), detail: t("macros.noneDetail") }}
        row={({ id, name, actions }) => (
          <RowLink href={settingsPath("macros", id)} title={name} detail={namesOf(actions)} />
        )}
      />
    </Page>
  );
}

function MacroView({ macro }: { macro: Macro }) {
  const t = useText("settings");
  return (
    <Page
      title={macro.name}
      lead={t("macros.readOnly")}
      back={{ href: settingsPath("macros"), label: t("sections.macros") }}
    >
      <Section title={t("actions.title")}>
        <ol className="list-decimal ps-5 text-sm leading-7">
          {macro.actions.map((action, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an action is known by its place alone
            <li key={index}>{t(`actions.type.${action.type}`)}</li>
          ))}
        </ol>
      </Section>
    </Page>
  );
}
