import { Link2, Pencil, Replace } from "lucide-react";
import { useState } from "react";
import { isProblem } from "../../api/problem.ts";
import type { Conversation } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { later } from "../../ui/later.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { type Customer, printValue } from "./attributes.ts";
import { Row } from "./part.tsx";

const CustomerEdit = later(() => import("./customer-edit.tsx").then(({ CustomerEdit }) => CustomerEdit));
const CustomerLink = later(() => import("./customer-link.tsx").then(({ CustomerLink }) => CustomerLink));

/** The business's own record of the person, where it is known who they are. */
export function CustomerPart({ conversation }: { conversation: Conversation }) {
  const t = useText("panel");
  const [dialog, setDialog] = useState<"edit" | "link" | null>(null);
  const { customer_id } = conversation;
  const customer = useCall("getCustomer", { params: { id: customer_id ?? "" } }, { enabled: customer_id !== null });
  const isGone = isProblem(customer.error, "not_found");
  const link = (
    <Button size="small" icon={customer_id === null ? Link2 : Replace} onClick={() => setDialog("link")}>
      {t(customer_id === null ? "customer.link" : "customer.change")}
    </Button>
  );
  return (
    <>
      {customer_id === null ? (
        <p className="mb-2.5 text-sm text-muted">{t("customer.none")}</p>
      ) : customer.data ? (
        <Record customer={customer.data} />
      ) : isGone ? (
        <p className="words mb-2.5 text-sm text-muted">{t("customer.elsewhere", { id: customer_id })}</p>
      ) : customer.error ? (
        <div className="mb-2.5">
          <ProblemNote error={customer.error} />
        </div>
      ) : (
        <div className="mb-2.5 space-y-2">
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-3/4" />
        </div>
      )}
      {conversation.state === "open" || customer_id === null ? (
        <div className="flex flex-wrap gap-2">
          {customer.data && (
            <Button size="small" icon={Pencil} onClick={() => setDialog("edit")}>
              {t("customer.edit")}
            </Button>
          )}
          {link}
        </div>
      ) : null}
      {dialog === "edit" && customer.data && <CustomerEdit customer={customer.data} onClose={() => setDialog(null)} />}
      {dialog === "link" && <CustomerLink conversation={conversation} onClose={() => setDialog(null)} />}
    </>
  );
}

function Record({ customer: { id, name, addresses, attributes } }: { customer: Customer }) {
  const t = useText("panel");
  return (
    <dl className="mb-2.5 space-y-0.5">
      {name && (
        <Row name={t("customer.name")}>
          <bdi className="words">{name}</bdi>
        </Row>
      )}
      <Row name={t("customer.id")}>
        <bdi className="words">{id}</bdi>
      </Row>
      {addresses.map(({ type, target }) => (
        <Row key={`${type} ${target}`} name={t(`customer.${type}`)}>
          <bdi className="words">{target}</bdi>
        </Row>
      ))}
      {Object.entries(attributes).map(([attribute, value]) => (
        <div key={attribute} className="flex min-h-7 gap-3 text-sm">
          <dt className="words line-clamp-3 w-24 shrink-0 pt-1 text-muted">{attribute}</dt>
          <dd className="words line-clamp-6 min-w-0 grow pt-1">{printValue(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
