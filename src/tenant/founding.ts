import { newSecret } from "../lib/crypto.ts";
import type { Tenant } from "./configuration.ts";
import type { TenantRepository } from "./repository.ts";

/** A new tenant, with its first outlet. Within a transaction. */
export function found(repository: TenantRepository, id: string, name: string): Tenant {
  const at = new Date().toISOString();
  const outlet = { id: crypto.randomUUID(), name, business_hours: null, created_at: at, updated_at: at };
  const tenant: Tenant = {
    id,
    name,
    created_at: at,
    thread_salt: newSecret(),
    default_outlet_id: outlet.id,
    policies: {},
    services: {},
  };
  repository.put("outlet", outlet.id, outlet);
  repository.put("tenant", tenant.id, tenant);
  return tenant;
}
