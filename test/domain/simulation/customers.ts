import type { Request } from "../../../src/conversation/port.ts";
import type { Change, Command, NewAttachment, Saying } from "../../../src/domain/commands.ts";
import { type Contact, type Identity, NOBODY_KNOWN } from "../../../src/domain/conversation.ts";
import { plainSaying } from "../../../src/domain/telling.ts";
import { deliver, type Owner } from "../../../src/intake/people.ts";
import { threadOf } from "../../../src/tenant/thread.ts";
import type { Plant } from "./plant.ts";
import type { Said, Says } from "./says.ts";
import type { World } from "./world.ts";

/** Whoever is outside lives for ever. */
export const OUTSIDE = { isAlive: true };

/** Who was answered nothing asks again after so long. */
export const AGAIN_MS = 5_000;

/** So late a webhook may come once more that was taken. */
const LATE_MS = 3 * 60_000;

type Place = Extract<Command, { type: "change_message" }>["place"];

/** A person outside. In some histories they come by either of two identifiers, or by both. */
interface Person {
  phone: Contact;
  user: Contact;
  both: Contact;
}

const PERSONS: readonly Person[] = ["1", "2"].map((digit) => {
  const name = `Ann Nr. ${digit}`;
  const wa_id = `1555000100${digit}`;
  const phone = { ...NOBODY_KNOWN, name, phone: `+${wa_id}`, wa_id };
  const user_id = `US.100${digit}`;
  return { phone, user: { ...NOBODY_KNOWN, name, user_id }, both: { ...phone, user_id } };
});

/** By any of these a person would be known. */
export const TRACES = PERSONS.map(({ both }) => [both.name, both.phone, both.user_id].map(String));

/** Customers and the channel's webhooks, each of which is repeated until it is taken. */
export class Customers {
  readonly #plant: Plant;
  readonly #world: World;
  readonly #says: Says;
  readonly #owner: Owner;
  /** What was written by whom, the latest last. */
  readonly #written: { index: number; wamid: string; contact: Contact }[] = [];
  /** Whether people come with user ids, too. */
  readonly hasUserIds: boolean;

  constructor(plant: Plant, says: Says) {
    this.#plant = plant;
    this.#world = plant.world;
    this.#says = says;
    const [inbox] = plant.configuration.inboxes;
    if (!inbox) throw new Error("a shop without an inbox");
    this.#owner = { configuration: plant.configuration, inbox };
    this.hasUserIds = plant.world.happens(0.5);
  }

  /** The threads in which each of them may be, the one of their number first. */
  threads(): Promise<string[][]> {
    const { configuration, inbox } = this.#owner;
    const named = async (contact: Contact) => (await threadOf(configuration.tenant, inbox, contact))?.thread_key ?? "";
    return Promise.all(PERSONS.map(({ phone, user }) => Promise.all([named(phone), named(user)])));
  }

  /** One of them writes: at times twice, since the webhook is repeated although it was taken. */
  async write(index: number, words: string): Promise<void> {
    const contact = this.#contactOf(index);
    const said = this.#says.begin(index, null);
    const wamid = `wamid.in.${said.token}`;
    this.#world.note(`customer ${index + 1} writes ${wamid}: ${words}`);
    const attachments = words === PICTURE ? [this.#fileOf(wamid)] : [];
    const saying = { ...sayingOf(`${words} ${said.token}`, this.#world.now), whatsapp_message_id: wamid, attachments };
    if (attachments.length > 0) saying.message_type = "image";
    this.#written.push({ index, wamid, contact });
    const command = { type: "receive_message", saying, passive: false } as const;
    await this.#bring(contact, wamid, said, (place) => ({ ...command, place }));
  }

  /** The business answers on its own phone, or another of its apps does. */
  async answerElsewhere(index: number): Promise<void> {
    const said = this.#says.begin(index, null);
    const wamid = `wamid.else.${said.token}`;
    const origin = this.#world.pick(["echo", "standby"] as const);
    this.#world.note(`customer ${index + 1} is answered elsewhere (${origin}): ${wamid}`);
    const saying = { ...sayingOf(`Here I am ${said.token}`, this.#world.now), whatsapp_message_id: wamid };
    const command = { type: "observe_message", origin, direction: "out", saying } as const;
    await this.#bring(this.#contactOf(index), wamid, said, (place) => ({ ...command, place }));
  }

  /** The number's history is brought: what was said before, and at times what has come since. */
  async bringHistory(index: number): Promise<void> {
    const known = this.#world.happens(0.3) ? this.#written.find((one) => one.index === index) : undefined;
    const direction = this.#world.pick(["in", "out"] as const);
    const said = known ? null : this.#says.begin(index, null, true);
    const wamid = known?.wamid ?? `wamid.past.${said?.token}`;
    const [status, past] = [direction === "in" ? null : ("read" as const), this.#world.now - 86_400_000];
    this.#world.note(`customer ${index + 1} has a history: ${wamid}`);
    const attachments = said !== null && this.#world.happens(0.3) ? [this.#fileOf(wamid)] : [];
    const saying = { ...sayingOf(`before ${said?.token}`, past), whatsapp_message_id: wamid, attachments };
    const command = { type: "import_message", direction, status, saying } as const;
    await this.#bring(known?.contact ?? this.#contactOf(index), wamid, said, (place) => ({ ...command, place }));
  }

  /** One of them takes back, changes or likes something that they wrote, whether that has arrived or not. */
  async change(index: number): Promise<void> {
    const before = this.#written.filter((one) => one.index === index).at(-1);
    if (!before) return;
    const at = new Date(this.#world.now).toISOString();
    const edit = { message_type: "text", content: "something else", payload: {} };
    const reaction = { sender_type: "customer", sender_id: null, emoji: "+", at } as const;
    const change = this.#world.pick<Change>([
      { type: "revoke", at },
      { type: "edit", edit, at },
      { type: "reaction", reaction },
    ]);
    const wamid = `${before.wamid}.${change.type}`;
    this.#world.note(`customer ${index + 1}: ${change.type} of ${before.wamid}`);
    const target = { message_id: null, message_seq: null, channel_message_id: before.wamid };
    const command = { type: "change_message", by: "customer", target, change } as const;
    await this.#bring(this.#contactOf(index), wamid, null, (place) => ({ ...command, place }));
  }

  #contactOf(index: number): Contact {
    const person = PERSONS[index] as Person;
    return this.hasUserIds ? this.#world.pick([person.phone, person.both, person.user]) : person.phone;
  }

  /** A webhook, at times repeated. What only accompanies may be refused: then it is kept elsewhere. */
  async #bring(contact: Contact, wamid: string, said: Said | null, command: (place: Place) => Command): Promise<void> {
    const requests = (identity: Identity): Request[] => [
      { keys: [`wa:${wamid}`], fingerprint: null, command: command({ identity, contact }) },
    ];
    const take = () => this.untilTaken(() => deliver(this.#plant.envOf(OUTSIDE), this.#owner, [contact], requests));
    if (this.#world.happens(this.#world.faults.repeated)) void take();
    if (this.#world.happens(this.#world.faults.repeated)) {
      this.#world.after(Math.floor(this.#world.chance() * LATE_MS), () => void take());
    }
    const taken = await take();
    if (said === null) return;
    if (taken === null || taken.some(({ ok }) => !ok)) throw new Error("a message was not taken");
    this.#world.note(`${wamid} is taken`);
    said.acknowledged ??= { at: this.#world.elapsed, wamid, id: null };
  }

  #fileOf(wamid: string): NewAttachment {
    const sha256 = this.#plant.files.add(wamid);
    const known = { mime_type: "image/png", file_name: null, size: null, sha256, voice: false, link: null };
    return { ...known, id: null, kind: "image", channel_media_id: wamid, state: "pending" };
  }

  untilTaken<T>(call: () => Promise<T>): Promise<T> {
    return new Promise((resolve) => {
      const attempt = () => call().then(resolve, () => void this.#world.after(AGAIN_MS, attempt));
      void attempt();
    });
  }
}

/** What a customer says who sends a file. */
export const PICTURE = "a picture";

export const sayingOf = (content: string, at: number): Saying => plainSaying(content, new Date(at).toISOString());
