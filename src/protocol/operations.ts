import { CONVERSATION_OPERATIONS } from "./conversation-operations.ts";
import { SETTINGS_OPERATIONS } from "./settings-operations.ts";

/** Every call of the HTTP API. The code parses by them, the reference is written from them. */
export const OPERATIONS = { ...CONVERSATION_OPERATIONS, ...SETTINGS_OPERATIONS };
