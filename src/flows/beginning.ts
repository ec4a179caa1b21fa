import type { Told } from "../conversation/told.ts";
import type { Flow } from "../protocol/flow.ts";
import type { Configuration } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import type { About } from "./execution.ts";

/** A flow as it is in force. */
export interface Published {
  name: string;
  version: number;
  flow: Flow;
}

/** The version of a flow that is in force; null where there is none. */
export async function publishedFlow(env: Cloudflare.Env, tenantId: string, flowId: string): Promise<Published | null> {
  const tenant = tenantAt(env, tenantId);
  const record = await tenant.record("flow", flowId);
  if (record === null || record.published_version === null) return null;
  const version = await tenant.record("flow_version", `${flowId}:${record.published_version}`);
  return version && { name: record.name, version: version.version, flow: version.flow };
}

/** Whom a flow is about, as its templates name them. */
export function aboutOf({ conversation, contact }: Told, configuration: Configuration | null): About {
  const { id, number, outlet_id, inbox_id, channel } = conversation;
  const { customer_details: details, phone, username, customer_id } = contact;
  const outlet = configuration?.outlets.find((one) => one.id === outlet_id);
  return {
    customer: { ...details, id: customer_id, name: details?.name ?? contact.name, phone, username },
    conversation: { id, number, outlet_id, inbox_id, channel },
    time_zone: outlet?.business_hours?.time_zone ?? "UTC",
  };
}
