import { app } from "./http/app.ts";
import { dispatch } from "./queues/dispatch.ts";

export { ConversationObject } from "./conversation/conversation-object.ts";
export { DeskObject } from "./desk/desk-object.ts";
export { DirectoryObject } from "./directory/directory-object.ts";
export { FlowObject } from "./flows/flow-object.ts";
export { KnowledgeObject } from "./knowledge/knowledge-object.ts";
export { SubscriptionObject } from "./subscriptions/subscription-object.ts";
export { TenantObject } from "./tenant/tenant-object.ts";

export default { fetch: app.fetch, queue: dispatch };
