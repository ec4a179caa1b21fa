import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { CONTROL, TextField } from "../../ui/field.tsx";
import { faultOf, ProblemNote } from "../../ui/problem.tsx";
import { toast } from "../../ui/toast.tsx";
import { attributesOf, type Customer, rowsOf } from "./attributes.ts";

/** Changes what is known of a customer: their name, and what else the business wants to know. */
export function CustomerEdit({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const t = useText("panel");
  const common = useText("common");
  const [name, setName] = useState(customer.name ?? "");
  const [rows, setRows] = useState(() => rowsOf(customer.attributes));
  const put = useChange("putCustomer", ["getCustomer", "listCustomers"]);
  const change = (id: number, part: { name?: string; value?: string }) =>
    setRows(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const save = async () => {
    const { id, addresses } = customer;
    const attributes = attributesOf(rows, customer.attributes);
    // As they were read: only their type is wider than what is written.
    const body = { name: name.trim() || null, addresses: addresses as never, attributes };
    await put.mutateAsync({ params: { id }, body });
    toast({ title: common("actions.saved"), tone: "success" });
    onClose();
  };
  const form = "customer-edit";
  return (
    <Dialog
      title={t("customer.editTitle")}
      lead={t("customer.editLead")}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{common("actions.cancel")}</Button>
          <Button tone="primary" type="submit" form={form} isBusy={put.isPending}>
            {common("actions.save")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save().catch(() => undefined);
        }}
      >
        <ProblemNote error={put.error} />
        <TextField
          label={t("customer.name")}
          autoFocus
          value={name}
          maxLength={255}
          onChange={({ target }) => setName(target.value)}
          error={faultOf(put.error, "name")}
        />
        <fieldset className="min-w-0">
          <legend className="mb-1 text-sm font-medium">{t("customer.attributes")}</legend>
          <div className="space-y-2">
            {rows.map((row) => (
              <div key={row.id} className="flex gap-2">
                <input
                  aria-label={t("customer.attribute")}
                  placeholder={t("customer.attribute")}
                  value={row.name}
                  onChange={({ target }) => change(row.id, { name: target.value })}
                  className={classes(CONTROL, "h-9 basis-2/5")}
                />
                <input
                  aria-label={t("customer.valueOf", { name: row.name })}
                  placeholder={t("customer.value")}
                  value={row.value}
                  onChange={({ target }) => change(row.id, { value: target.value })}
                  className={classes(CONTROL, "h-9 basis-3/5")}
                />
                <IconButton
                  icon={X}
                  label={t("customer.removeAttribute", { name: row.name })}
                  onClick={() => setRows(rows.filter(({ id }) => id !== row.id))}
                />
              </div>
            ))}
          </div>
          <Button
            size="small"
            tone="quiet"
            icon={Plus}
            className="mt-2"
            onClick={() =>
              setRows([...rows, { id: 1 + Math.max(-1, ...rows.map(({ id }) => id)), name: "", value: "" }])
            }
          >
            {t("customer.addAttribute")}
          </Button>
        </fieldset>
      </form>
    </Dialog>
  );
}
