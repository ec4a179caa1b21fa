import { Building2 } from "lucide-react";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Page } from "../../ui/page.tsx";
import { OpenNow } from "../business-hours/open-now.tsx";
import { AddButton, List, RowLink } from "../form/list.tsx";
import { OneOf } from "../form/one-of.tsx";
import { NEW, type SectionProps, settingsPath } from "../form/paths.ts";
import { OutletPage } from "./outlet-page.tsx";

/** The tenant's branches, and when somebody is there. */
export function OutletsPage({ id }: SectionProps) {
  const outlets = useCall("listOutlets");
  if (id === null) return <Outlets />;
  if (id === NEW) return <OutletPage key={NEW} outlet={null} />;
  const outlet = outlets.data ? (outlets.data.outlets.find((one) => one.id === id) ?? null) : undefined;
  return (
    <OneOf query={outlets} item={outlet}>
      {(one) => <OutletPage key={one.id} outlet={one} />}
    </OneOf>
  );
}

function Outlets() {
  const t = useText("settings");
  const outlets = useCall("listOutlets");
  return (
    <Page
      title={t("sections.outlets")}
      lead={t("outlets.lead")}
      actions={<AddButton href={settingsPath("outlets", NEW)}>{t("outlets.add")}</AddButton>}
    >
      <List
        label={t("sections.outlets")}
        query={outlets}
        items={outlets.data?.outlets}
        keyOf={({ id }) => id}
        empty={{ icon: Building2, title: t("outlets.none"), detail: t("outlets.lead") }}
        row={({ id, name, business_hours }) => (
          <>
            <RowLink
              href={settingsPath("outlets", id)}
              title={name}
              detail={business_hours?.time_zone.replaceAll("_", " ") ?? t("hours.none")}
            />
            <OpenNow hours={business_hours} />
          </>
        )}
      />
    </Page>
  );
}
