import { app } from "./http/app.ts";
import { dispatch } from "./queues/dispatch.ts";

export { AutomationObject } from "./automation/automation-object.ts";
export { ConversationObject } from "./conversation/conversation-object.ts";
export { DeskObject } from "./desk/desk-object.ts";
export { DirectoryObject } from "./directory/directory-object.ts";
export { FlowObject } from "./flows/flow-object.ts";
export { FollowingObject } from "./following/following-object.ts";
export { AgentCalls } from "./http/agent-calls.ts";
export { KnowledgeObject } from "./knowledge/knowledge-object.ts";
export { ReportsObject } from "./reports/reports-object.ts";
export { SearchObject } from "./search/search-object.ts";
export { GatewayObject } from "./socketio/gateway-object.ts";
export { SubscriptionObject } from "./subscriptions/subscription-object.ts";
export { TenantObject } from "./tenant/tenant-object.ts";

export default { fetch: app.fetch, queue: dispatch };
