import type { BusinessHours } from "../domain/business-hours.ts";
import type { Event } from "../domain/events.ts";
import type { FlowTrigger } from "../domain/triggers.ts";
import type { Action } from "../protocol/action.ts";
import type { Conditions } from "../protocol/automation.ts";
import type { Flow } from "../protocol/flow.ts";
import type { AssistantSettings } from "./assistant.ts";
import type { Agent } from "./configuration.ts";
import type { Idempotency } from "./port.ts";

/** What every record has. Times are ISO 8601. */
interface Kept {
  id: string;
  created_at: string;
  updated_at: string;
}

/** A branch of a tenant. */
export interface Outlet extends Kept {
  name: string;
  /** When people are there to answer; null for always. */
  business_hours: BusinessHours | null;
}

/** People who work together: a ticket may be theirs before it is somebody's. */
export interface Team extends Kept {
  name: string;
  agent_ids: string[];
  /** Empty for all. */
  outlet_ids: string[];
}

/** A flow as it is being written, and which version of it is in force. */
export interface FlowRecord extends Kept {
  name: string;
  /** What begins it, as its version in force says. */
  triggers: FlowTrigger[];
  /** A version of it is in force and it is switched on. */
  is_live: boolean;
  enabled: boolean;
  /** Which version is in force: the last that was published; null while none was. */
  published_version: number | null;
}

export type FlowChanges = Partial<Pick<FlowRecord, "name" | "enabled" | "triggers" | "published_version">>;

/** What is being written of a flow, and what only its HTTP calls may see. Its id is the flow's. */
export interface FlowDraftRecord extends Kept {
  flow: Flow;
  secrets: Record<string, string>;
}

/** A version of a flow that was published; never changed again. Its id is `<flow_id>:<version>`. */
export interface FlowVersionRecord extends Kept {
  flow_id: string;
  version: number;
  flow: Flow;
  published_at: string;
}

/** How the embedded AI agent of a tenant speaks; there is one, `assistant`. */
export interface AssistantRecord extends Kept, AssistantSettings {}

/** Words that people say often. */
export interface CannedReplyRecord extends Kept {
  shortcut: string;
  text: string;
  /** Empty for all. */
  outlet_ids: string[];
  language: string | null;
}

/** Actions that an agent does at once. */
export interface MacroRecord extends Kept {
  name: string;
  actions: Action[];
}

/** What happens by itself. */
export interface AutomationRuleRecord extends Kept {
  name: string;
  enabled: boolean;
  /** Types of the log's events. */
  on: Event["type"][];
  conditions: Conditions;
  actions: Action[];
  /** What happened before is none of its business; null while it is off. */
  enabled_at: string | null;
}

/** Small documents of a tenant's settings by their kind. */
export interface Records {
  agent: Agent;
  outlet: Outlet;
  team: Team;
  flow: FlowRecord;
  flow_draft: FlowDraftRecord;
  flow_version: FlowVersionRecord;
  assistant: AssistantRecord;
  canned_reply: CannedReplyRecord;
  macro: MacroRecord;
  automation_rule: AutomationRuleRecord;
}

export type NewRecord<Kind extends keyof Records> = Omit<Records[Kind], keyof Kept>;

/** The tenant's records as others see them. */
export interface RecordsPort {
  /** All of a kind, the oldest first. */
  records<Kind extends keyof Records>(kind: Kind): Promise<Records[Kind][]>;
  record<Kind extends keyof Records>(kind: Kind, id: string): Promise<Records[Kind] | null>;
  createRecord<Kind extends keyof Records>(
    kind: Kind,
    body: NewRecord<Kind>,
    idempotency: Idempotency,
  ): Promise<
    { ok: true; value: Records[Kind] } | { ok: false; error: { code: "idempotency_conflict" } | { code: "not_found" } }
  >;
  /** Keeps a record under this id, in place of what was. */
  putRecord<Kind extends keyof Records>(kind: Kind, id: string, body: NewRecord<Kind>): Promise<Records[Kind]>;
  /** Changes what is named, whatever else of it is changed at the same time; null where there is no such record. */
  changeRecord<Kind extends keyof Records>(
    kind: Kind,
    id: string,
    changes: Partial<NewRecord<Kind>>,
  ): Promise<Records[Kind] | null>;
  /** The same of a flow, which is live while it is switched on and something of it was published. */
  changeFlow(id: string, changes: FlowChanges): Promise<FlowRecord | null>;
  /** @returns whether there was one */
  removeRecord(kind: keyof Records, id: string): Promise<boolean>;
}
