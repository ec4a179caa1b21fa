import { useSearchParams } from "wouter";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Page } from "../../ui/page.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { DeleteSection } from "../form/delete-section.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { settingsPath } from "../form/paths.ts";
import { changesOf } from "../form/same.ts";
import { useItemForm } from "../form/use-item-form.ts";
import { Deliveries } from "./deliveries.tsx";
import { nameOf, type SubscriptionDetail } from "./subscription.ts";
import { SubscriptionActions } from "./subscription-actions.tsx";
import { SubscriptionFields, type SubscriptionFieldsValue } from "./subscription-fields.tsx";
import { SubscriptionStanding } from "./subscription-standing.tsx";

const VIEWS = ["deliveries", "settings"] as const;
type View = (typeof VIEWS)[number];

/** One subscription: how it fares, what became of what it was sent, and what it is sent. */
export function SubscriptionPage({ subscription }: { subscription: SubscriptionDetail }) {
  const t = useText("developers");
  const settings = useText("settings");
  const [view, setView] = useView();
  // Here, so that what is being written outlives a look at the deliveries.
  const edited = useEdited(subscription);
  const name = nameOf(subscription);
  return (
    <Page
      title={name}
      lead={<span className="words">{subscription.url}</span>}
      back={{ href: settingsPath("subscriptions"), label: settings("sections.subscriptions") }}
    >
      <SubscriptionStanding subscription={subscription} />
      <SubscriptionActions subscription={subscription} />
      <Tabs
        label={name}
        value={view}
        onChange={setView}
        tabs={[
          { value: "deliveries", label: t("deliveries.title"), content: <Deliveries subscription={subscription} /> },
          { value: "settings", label: settings("title"), content: <Edited subscription={subscription} {...edited} /> },
        ]}
      />
    </Page>
  );
}

/** Which part of the page is looked at: the address says so. */
function useView(): [View, (view: View) => void] {
  const [search, setSearch] = useSearchParams();
  const view = VIEWS.find((one) => one === search.get("view")) ?? "deliveries";
  return [view, (next) => setSearch({ view: next }, { replace: true })];
}

function useEdited({ id, url, types, outlet_ids, inbox_ids, description }: SubscriptionDetail) {
  const change = useChange("changeSubscription", ["getSubscription", "listSubscriptions"]);
  const saved: SubscriptionFieldsValue = { url, types, outlet_ids, inbox_ids, description };
  return useItemForm({
    saved,
    isNew: false,
    section: "subscriptions",
    save: async (body) => {
      await change.mutateAsync({ params: { id }, body: changesOf(saved, body) });
      return undefined;
    },
  });
}

type EditedProps = { subscription: SubscriptionDetail } & ReturnType<typeof useEdited>;

function Edited({ subscription, value, set, error, form, leave }: EditedProps) {
  const t = useText("developers");
  const settings = useText("settings");
  const remove = useChange("deleteSubscription", ["listSubscriptions", "getOperations"]);
  return (
    <div className="flex flex-col gap-5">
      <EditForm {...form}>
        <SubscriptionFields value={value} set={set} error={error} />
      </EditForm>
      <DeleteSection
        question={settings("delete.question", { name: nameOf(subscription) })}
        detail={t("subscriptions.delete")}
        onDelete={async () => {
          await remove.mutateAsync({ params: { id: subscription.id } });
          leave();
        }}
      />
    </div>
  );
}
