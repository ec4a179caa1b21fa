import type { ReactNode } from "react";
import { Page } from "../../ui/page.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { OneOf } from "../form/one-of.tsx";
import { type Tenant, type TenantForm, useTenant } from "./use-tenant.ts";

interface PolicyPageProps {
  title: string;
  lead: string;
  children: (tenant: Tenant) => ReactNode;
}

/** A page of settings that hold for the whole tenant, once they are known. */
export function PolicyPage({ title, lead, children }: PolicyPageProps) {
  const tenant = useTenant();
  return (
    <Page title={title} lead={lead}>
      <OneOf query={tenant} item={tenant.data}>
        {children}
      </OneOf>
    </Page>
  );
}

/** The form of such a page. */
export const TenantFormFrame = <T,>({ form, children }: { form: TenantForm<T>; children: ReactNode }) => (
  <EditForm isDirty={form.isDirty} isBusy={form.isBusy} error={form.error} onSave={form.save} onReset={form.reset}>
    {children}
  </EditForm>
);
