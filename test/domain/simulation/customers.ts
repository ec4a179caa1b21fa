import type { Request } from "../../../src/conversation/port.ts";
import type { Change, Command, NewAttachment, Saying } from "../../../src/domain/commands.ts";
import type { Contact, Identity } from "../../../src/domain/conversation.ts";
import { plainSaying } from "../../../src/domain/telling.ts";
import { deliver, type Owner } from "../../../src/intake/people.ts";
import { place as placeItems } from "../../../src/intake/placing.ts";
import { threadOf } from "../../../src/tenant/thread.ts";
import { Persons, STRANGER } from "./persons.ts";
import type { Plant } from "./plant.ts";
import type { Said, Says } from "./says.ts";
import { NUMBER_ID } from "./tenant.ts";
import type { World } from "./world.ts";

/** Whoever is outside lives for ever. */
export const OUTSIDE = { isAlive: true };

/** Who was answered nothing asks again after so long. */
export const AGAIN_MS = 5_000;

/** So often the stranger looks whether there is a number for them. */
const MOST_TRIES = 40;

/** So late a webhook may come once more that was taken. */
const LATE_MS = 3 * 60_000;

/** Who something comes from: which of them, as what, and as which message. */
interface From {
  index: number;
  contact: Contact;
  wamid: string;
}

type Place = Extract<Command, { type: "change_message" }>["place"];

/** Customers and the channel's webhooks, each of which is repeated until it is taken. */
export class Customers {
  readonly #plant: Plant;
  readonly #world: World;
  readonly #says: Says;
  readonly #owner: Owner;
  /** What was written by whom, the latest last. */
  readonly #written: { index: number; wamid: string; contact: Contact }[] = [];
  readonly #persons: Persons;
  /** How many webhooks are on their way of each person, or will come again. */
  readonly #underWay = new Map<number, number>();
  /** Whose change is being told for the first time: nobody changes again within those moments. */
  readonly #moving = new Set<number>();
  /** Numbers that were given up, as was taken note of: whose they were. */
  readonly #givenUp: { index: number; number: string }[] = [];
  /** What was seen to be the same person's. */
  readonly seen: { index: number; contacts: Contact[] }[] = [];

  constructor(plant: Plant, says: Says) {
    this.#plant = plant;
    this.#world = plant.world;
    this.#says = says;
    const [inbox] = plant.configuration.inboxes;
    if (!inbox) throw new Error("a shop without an inbox");
    this.#owner = { configuration: plant.configuration, inbox };
    this.#persons = new Persons(plant.world);
  }

  get hasUserIds(): boolean {
    return this.#persons.hasUserIds;
  }

  /** The threads in which each of them may be, the one of their number first. */
  threads(): Promise<string[][]> {
    const { configuration, inbox } = this.#owner;
    const named = async (contact: Contact) => (await threadOf(configuration.tenant, inbox, contact))?.thread_key ?? "";
    const forms = [0, 1].map((index) => this.#persons.formsOf(index));
    return Promise.all(forms.map(({ phone, user }) => Promise.all([named(phone), named(user)])));
  }

  /** One of them writes: at times twice, since the webhook is repeated although it was taken. */
  async write(index: number, words: string): Promise<void> {
    const contact = this.#persons.contactOf(index);
    const said = this.#says.begin(index, null);
    const wamid = `wamid.in.${said.token}`;
    this.#world.note(`customer ${index + 1} writes ${wamid}: ${words}`);
    const attachments = words === PICTURE ? [this.#fileOf(wamid)] : [];
    const saying = { ...sayingOf(`${words} ${said.token}`, this.#world.now), whatsapp_message_id: wamid, attachments };
    if (attachments.length > 0) saying.message_type = "image";
    this.#written.push({ index, wamid, contact });
    const command = { type: "receive_message", saying, passive: false } as const;
    await this.#bring({ index, contact, wamid }, said, (place) => ({ ...command, place }));
  }

  /** The business answers on its own phone, or another of its apps does. */
  async answerElsewhere(index: number): Promise<void> {
    const said = this.#says.begin(index, null);
    const wamid = `wamid.else.${said.token}`;
    const origin = this.#world.pick(["echo", "standby"] as const);
    this.#world.note(`customer ${index + 1} is answered elsewhere (${origin}): ${wamid}`);
    const saying = { ...sayingOf(`Here I am ${said.token}`, this.#world.now), whatsapp_message_id: wamid };
    const command = { type: "observe_message", origin, direction: "out", saying } as const;
    const contact = this.#persons.contactOf(index);
    await this.#bring({ index, contact, wamid }, said, (place) => ({ ...command, place }));
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
    const contact = known?.contact ?? this.#persons.contactOf(index);
    await this.#bring({ index, contact, wamid }, said, (place) => ({ ...command, place }));
  }

  /** One of them has another number or user id from now on, and what says so in the chat may come with it. */
  async move(index: number): Promise<void> {
    const world = this.#world;
    const moved = this.#moving.has(index) ? null : this.#persons.move(index);
    if (moved === null) return;
    this.#moving.add(index);
    const { before, after } = moved;
    world.note(`customer ${index + 1} is ${after.phone} ${after.user_id} instead of ${before.phone} ${before.user_id}`);
    const at = new Date(world.now).toISOString();
    const said = world.happens(0.5) ? this.#says.begin(index, null) : null;
    const wamid = `wamid.moved.${said?.token}`;
    const saying = said && { ...sayingOf(`I have moved ${said.token}`, world.now), whatsapp_message_id: wamid };
    const place = {
      phone_number_id: NUMBER_ID,
      display_phone_number: null,
      waba_id: null,
      raw: { field: "", value: 1 },
    };
    const item = { kind: "identity", ...place, before, after, at, saying, key: wamid } as const;
    const asides = await this.#repeatedly(index, () => placeItems(this.#plant.envOf(OUTSIDE), this.#owner, [item]));
    this.#moving.delete(index);
    world.note(`customer ${index + 1} has moved: ${asides[0]?.reason ?? "done"}`);
    if (asides.length > 0) return;
    this.seen.push({ index, contacts: [before, after] });
    const number = before.wa_id;
    if (number !== null && number !== after.wa_id && this.hasUserIds) this.#givenUp.push({ index, number });
  }

  /** Somebody who was never here has got a number that another gave up, or will have, and writes. */
  writeAsStranger(tries = MOST_TRIES): void {
    const free = this.#givenUp.find(({ index }) => this.#underWay.get(index) === 0);
    if (free) this.#persons.giveToStranger(free.number);
    if (this.#persons.hasStranger) {
      void this.write(STRANGER, "hello");
      if (this.#world.happens(0.3)) this.#world.after(this.#world.delay(), () => void this.move(STRANGER));
    } else if (tries > 1) this.#world.after(AGAIN_MS, () => this.writeAsStranger(tries - 1));
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
    const contact = this.#persons.contactOf(index);
    await this.#bring({ index, contact, wamid }, null, (place) => ({ ...command, place }));
  }

  /** A webhook, at times repeated. What only accompanies may be refused: then it is kept elsewhere. */
  async #bring(from: From, said: Said | null, command: (place: Place) => Command): Promise<void> {
    const { index, contact, wamid } = from;
    const requests = (identity: Identity): Request[] => [
      { keys: [`wa:${wamid}`], fingerprint: null, command: command({ identity, contact }) },
    ];
    const taken = await this.#repeatedly(index, () =>
      deliver(this.#plant.envOf(OUTSIDE), this.#owner, [contact], requests),
    );
    if (said === null) return;
    if (taken === null || taken.some(({ ok }) => !ok)) throw new Error("a message was not taken");
    this.#world.note(`${wamid} is taken`);
    // What only adds to what is there may show nothing of who it is.
    const seen = said.is_past ? [[{ ...contact, user_id: null }], [{ ...contact, phone: null }]] : [[contact]];
    this.seen.push(...seen.map((contacts) => ({ index, contacts })));
    said.acknowledged ??= { at: this.#world.elapsed, wamid, id: null };
  }

  /** What the channel tells of somebody, until it is taken; at times more than once. */
  async #repeatedly<T>(index: number, call: () => Promise<T>): Promise<T> {
    const world = this.#world;
    const begin = () => this.#underWay.set(index, (this.#underWay.get(index) ?? 0) + 1);
    const end = () => this.#underWay.set(index, (this.#underWay.get(index) ?? 0) - 1);
    const take = () => this.untilTaken(call).finally(end);
    if (world.happens(world.faults.repeated)) {
      begin();
      void take();
    }
    if (world.happens(world.faults.repeated)) {
      begin();
      world.after(Math.floor(world.chance() * LATE_MS), () => void take());
    }
    begin();
    return take();
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
