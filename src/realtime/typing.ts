import { threadAt } from "../conversation/port.ts";
import { parseConversationId } from "../domain/ids.ts";
import { configurationOf, policyOf } from "../tenant/configuration.ts";
import type { Sockets } from "./sockets.ts";

/** WhatsApp shows it for 25 seconds, or until a message comes ("Typing indicators"). */
const SHOWN_MS = 20_000;
/** Who said that they type, and nothing since, has stopped: clients take it away by themselves. */
const MOST = 1_000;

interface Typing {
  tenant_id: string;
  agent_id: string;
  conversation_id: string;
  typing: boolean;
  note: boolean;
}

/** Who is writing: to those who look at the same conversation, and to the customer where the channel can show it. */
export class TypingSigns {
  readonly #env: Cloudflare.Env;
  readonly #sockets: Sockets;
  /** When the customer was shown it last; forgotten in the object's sleep, which is longer than it is shown. */
  readonly #shown = new Map<string, number>();

  constructor(env: Cloudflare.Env, sockets: Sockets) {
    this.#env = env;
    this.#sockets = sockets;
  }

  async typing({ tenant_id, agent_id, conversation_id, typing, note }: Typing, now: number): Promise<void> {
    const others = this.#sockets.inRoom(conversation_id).filter(({ session }) => session.agent_id !== agent_id);
    this.#sockets.tell(others, [{ type: "typing", data: { conversation_id, agent_id, typing, note } }]);
    if (!typing || note || now - (this.#shown.get(conversation_id) ?? 0) < SHOWN_MS) return;
    if (this.#shown.size >= MOST) this.#shown.clear();
    this.#shown.set(conversation_id, now);
    await this.#show(tenant_id, conversation_id);
  }

  /** WhatsApp shows it only together with the mark that the customer's last message was read. */
  async #show(tenant_id: string, conversationId: string): Promise<void> {
    const configuration = await configurationOf(this.#env, tenant_id);
    const place = parseConversationId(conversationId);
    if (place === null || policyOf(configuration).read_receipts === "never") return;
    const last = await threadAt(this.#env, tenant_id, place.threadKey).lastInbound(place.number);
    const inbox = configuration?.inboxes.find(({ id }) => id === last?.inbox_id);
    if (last === null || inbox?.channel.type !== "whatsapp") return;
    await this.#env.WORK.send({ kind: "mark_read", tenant_id, ...last, typing: true });
  }
}
