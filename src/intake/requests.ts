import type { Request } from "../conversation/port.ts";
import type { Identity } from "../domain/conversation.ts";
import type { Personal } from "./batch.ts";

/** What an item asks of its person's thread, with the key by which WhatsApp's repetition of it is known. */
export function requestOf(item: Personal, identity: Identity): Request {
  const place = { identity, contact: item.contact };
  switch (item.kind) {
    case "message": {
      const { saying, passive } = item;
      return keyed(`wa:${saying.whatsapp_message_id}`, { type: "receive_message", place, saying, passive });
    }
    case "observed": {
      const { origin, direction, saying } = item;
      // The app that answers, and later we, may be told of the same message.
      const scope = origin === "standby" ? "standby" : "wa";
      const key = `${scope}:${saying.whatsapp_message_id}`;
      return keyed(key, { type: "observe_message", place, origin, direction, saying });
    }
    case "imported": {
      const { direction, status, saying } = item;
      return keyed(`wa:${saying.whatsapp_message_id}`, { type: "import_message", place, direction, status, saying });
    }
    case "change": {
      const { by, key, change } = item;
      const target = { message_id: null, message_seq: null, channel_message_id: item.target_channel_message_id };
      return keyed(`change:${key}`, { type: "change_message", place, by, target, change });
    }
  }
}

const keyed = (key: string, command: Request["command"]): Request => ({ keys: [key], fingerprint: null, command });
