import { useQueryClient } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useDeferredValue, useState } from "react";
import type { Conversation } from "../../api/types.ts";
import { useCall, useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { classes } from "../../ui/classes.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { CONTROL } from "../../ui/field.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toast.tsx";
import { keep } from "../handling/perform.ts";
import type { Customer } from "./attributes.ts";

const MOST = 20;

/** Says which of the business's customers a conversation is with. */
export function CustomerLink({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const t = useText("panel");
  const client = useQueryClient();
  const [typed, setTyped] = useState(conversation.customer_id === null ? (conversation.customer_name ?? "") : "");
  const q = useDeferredValue(typed.trim());
  const found = useCall("listCustomers", { query: { limit: MOST, ...(q === "" ? {} : { q }) } });
  const identify = useChange("identifyCustomer");
  const choose = async (customer: Customer) => {
    const after = await identify.mutateAsync({
      params: { id: conversation.id },
      body: { customer_id: customer.id },
    });
    keep(client, after);
    toast({ title: t("customer.linked", { name: customer.name ?? customer.id }), tone: "success" });
    onClose();
  };
  return (
    <Dialog title={t("customer.link")} lead={t("customer.linkLead")} open onOpenChange={(open) => !open && onClose()}>
      <div className="space-y-3 pb-2">
        <ProblemNote error={identify.error ?? found.error} />
        <div className="relative">
          <Search aria-hidden className="pointer-events-none absolute start-3 top-2.5 size-4 text-faint" />
          <input
            autoFocus
            onFocus={({ target }) => target.select()}
            type="search"
            aria-label={t("customer.search")}
            placeholder={t("customer.search")}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            className={classes(CONTROL, "h-9 ps-9")}
          />
        </div>
        <div className="min-h-64">
          {found.data === undefined && !found.error && <Rows />}
          {found.data?.customers.length === 0 && (
            <p className="py-8 text-center text-sm text-muted">{t("customer.notFound")}</p>
          )}
          <ul aria-label={t("customer.results")} className="space-y-0.5">
            {found.data?.customers.map((customer) => (
              <li key={customer.id}>
                <button
                  type="button"
                  disabled={identify.isPending || customer.id === conversation.customer_id}
                  onClick={() => void choose(customer).catch(() => undefined)}
                  className="flex w-full items-center gap-3 rounded-lg px-2 py-1.5 text-start hover:bg-hover disabled:opacity-50"
                >
                  <Avatar name={customer.name ?? "#"} id={customer.id} size="small" />
                  <span className="min-w-0">
                    <bdi className="block truncate text-sm font-medium">{customer.name ?? customer.id}</bdi>
                    <bdi className="block truncate text-xs text-muted">
                      {[customer.id, ...customer.addresses.map(({ target }) => target)].join(" · ")}
                    </bdi>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Dialog>
  );
}

const Rows = () => (
  <div className="space-y-2.5 p-2">
    {["a", "b", "c", "d"].map((row) => (
      <div key={row} className="flex items-center gap-3">
        <Skeleton className="size-7 rounded-full" />
        <Skeleton className="h-4 w-48" />
      </div>
    ))}
  </div>
);
