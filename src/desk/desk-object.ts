import { DurableObject } from "cloudflare:workers";
import type { Presence } from "../domain/assignment.ts";
import type { Actor, ConversationView } from "../domain/conversation.ts";
import { conversationId } from "../domain/ids.ts";
import type { Rejection } from "../domain/rejections.ts";
import { errorText, log } from "../lib/log.ts";
import { OneAlarm } from "../lib/one-alarm.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { configurationOf, forgetConfiguration } from "../tenant/configuration.ts";
import { assignAll, nextDue, passTime, type Round } from "./assigning.ts";
import { type Gathered, Gathering } from "./gathering.ts";
import { settle } from "./hearing.ts";
import type { Changed, CountQuery, Counts, DeskState, ListPage, ListQuery } from "./list-query.ts";
import { Rebuild } from "./list-rebuild.ts";
import { liveAt } from "./live-desk.ts";
import type { Heard, TicketPage, TicketQuery, TicketRefusal } from "./port.ts";
import { unseen } from "./presence-store.ts";
import { DeskRepository } from "./repository.ts";
import { review } from "./reviewing.ts";
import { SecondLook } from "./second-look.ts";
import { Sending } from "./sending.ts";
import type { AgentPresence, TicketView } from "./ticket.ts";
import { accept, assign, countsInTurn, decline, transfer } from "./tickets.ts";
import { nudgeFollowers, playsAgents, type World, worldOf } from "./world.ts";

/** Should the object die before it did what follows from a commit, its alarm does so this much later. */
const GUARD_MS = 30_000;
const NUDGE_MS = 1_000;

type Wish = (round: Round) => Result<string | null, TicketRefusal>;

/** A tenant's live list of conversations, and the tickets that its people work on. */
export class DeskObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new DeskRepository(this.ctx.storage);
  readonly #gathering = new Gathering(
    async () => {
      this.#plays = playsAgents(await configurationOf(this.env, this.#tenantId));
    },
    (some) => this.#save(some),
  );
  /** Since when the followers know that there is news, and have not asked for it. */
  #nudgedAt: number | null = null;
  /** Whether the desk plays the part of agents, as it last knew. */
  #plays = false;
  /** Why a thread refused what somebody here waits to hear of, by the command's key. */
  readonly #refusals = new Map<string, Rejection | null>();

  readonly #sending = new Sending(
    this.env,
    this.#repository.outgoing,
    () => this.#tenantId,
    (letter, heard) => {
      const hasNews = this.#repository.transaction(() => settle(this.#repository, letter, heard));
      if (this.#refusals.has(letter.key)) this.#refusals.set(letter.key, heard.rejection);
      this.#live.listChanged();
      if (hasNews) this.ctx.waitUntil(this.#work());
    },
  );
  readonly #alarm = new OneAlarm(this.ctx);
  readonly #secondLook = new SecondLook(this.ctx.storage);
  readonly #live = liveAt(this.ctx, this.env, this.#repository, this.#alarm, {
    roster: () => this.presence(),
    setPresence: (agentId, status) => this.setPresence(agentId, status, null),
    presenceChanged: () => this.#work(),
  });
  readonly #rebuild = new Rebuild(
    this.env,
    this.#repository,
    () => this.#tenantId,
    () => this.#plays,
  );

  /** Takes conversations as their threads know them; done once they are stored. Safe twice and out of order. */
  async project(views: ConversationView[], heard?: Heard): Promise<{ watched: boolean }> {
    if (heard) this.#live.heard(heard.thread_key, heard.events, views);
    await this.#gathering.add(views, heard);
    if (heard) this.#repository.noteMentions(heard);
    return { watched: heard !== undefined && this.#live.watches(heard.thread_key) };
  }

  /** ER1: a thread's conversations up to a number are gone, also those that were just told of. */
  forget(threadKey: string, through: number): void {
    const [first, last] = [conversationId(threadKey, 0), conversationId(threadKey, through)];
    this.#gathering.forget(first, last);
    this.#repository.forget(threadKey, through);
    this.#live.forget(threadKey);
  }

  /** A page of the list, with all that the desk was told. */
  async list(query: ListQuery): Promise<ListPage> {
    await this.#catchUp();
    return this.#repository.pages.printed(query);
  }

  async listUnless(query: ListQuery, known: string | null): Promise<ListPage | null> {
    const page = await this.list(query);
    return known !== null && page.name === known ? null : page;
  }

  async counts(query: CountQuery): Promise<Counts> {
    await this.#catchUp();
    return this.#repository.counts.counts(query);
  }

  state(): DeskState {
    const { progress: rebuilding } = this.#rebuild;
    return { ...this.#repository.standing, lag: this.#gathering.size, rebuilding, sockets: this.#live.connected };
  }

  rebuild(): void {
    this.#rebuild.begin();
    this.#alarm.arm(Date.now());
  }

  async changedSince(after: number, limit: number): Promise<Changed> {
    this.#nudgedAt = null;
    await this.#catchUp();
    return this.#repository.list.changedSince(after, limit);
  }

  async tickets(query: TicketQuery): Promise<TicketPage> {
    await this.#catchUp();
    return this.#repository.tickets.page(query);
  }

  async ticket(id: string, outletIds: string[] | null): Promise<TicketView | null> {
    await this.#catchUp();
    return this.#view(id, outletIds);
  }

  acceptTicket(id: string, agentId: string): Promise<Result<TicketView, TicketRefusal>> {
    return this.#wish(id, (round) => countsInTurn(round, agentId, accept(round.tickets, id, agentId)));
  }

  declineTicket(id: string, agentId: string): Promise<Result<TicketView, TicketRefusal>> {
    return this.#wish(id, ({ tickets }) => decline(tickets, id, agentId));
  }

  assignTicket(id: string, agentId: string, actor: Actor): Promise<Result<TicketView, TicketRefusal>> {
    return this.#wish(id, (round) => countsInTurn(round, agentId, assign(round.tickets, id, agentId, actor)));
  }

  transferTicket(id: string, teamId: string, actor: Actor): Promise<Result<TicketView, TicketRefusal>> {
    return this.#wish(id, ({ tickets }) => transfer(tickets, id, teamId, actor));
  }

  async setPresence(agentId: string, status: Presence, until: string | null): Promise<AgentPresence> {
    const now = Date.now();
    const { presence } = this.#repository;
    const end = status === "offline" || until === null ? null : Date.parse(until);
    this.#repository.transaction(() => presence.set(agentId, status, end, new Date(now).toISOString()));
    await this.#work();
    return presence.all().get(agentId) ?? unseen(agentId);
  }

  presence(): AgentPresence[] {
    const now = new Date().toISOString();
    const known = [...this.#repository.presence.all().values()];
    return known.map((one) => (one.until !== null && one.until <= now ? { ...one, status: "offline" } : one));
  }

  async settingsChanged(): Promise<void> {
    forgetConfiguration(this.#tenantId);
    if (this.#repository.exists) this.#secondLook.begin(Date.now());
    await this.#work(true);
  }

  credentialsChanged(): Promise<void> {
    return this.#live.recheck();
  }

  end(): void {
    this.#live.end();
  }

  override fetch(request: Request): Response {
    return this.#live.connect(request);
  }

  override webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    return this.#live.message(socket, frame);
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    this.#live.closed(socket, code);
  }

  override webSocketError(socket: WebSocket): void {
    this.#live.closed(socket, 1006);
  }

  /** Does what is due. Never throws: an alarm that fails too often is dropped for good. */
  override async alarm(): Promise<void> {
    this.#alarm.gone();
    this.#alarm.arm(this.#live.sweep(Date.now()));
    this.#alarm.arm(await this.#rebuild.step());
    this.#live.listChanged();
    await this.#work(true);
  }

  /**
   * What somebody wishes of a ticket: what has fallen due happens first, then one turn decides, and the thread is told
   * before it is answered.
   */
  async #wish(id: string, wish: Wish): Promise<Result<TicketView, TicketRefusal>> {
    await this.#catchUp();
    const world = await this.#world();
    if (world === null || this.#repository.tickets.find(id) === null) return err({ code: "not_found" });
    const wished = this.#round(world, (round) => {
      passTime(round);
      const done = wish(round);
      if (done.ok) assignAll(round);
      return done;
    });
    if (!wished.ok) return wished;
    const rejection = await this.#told(wished.value);
    if (rejection) return err(rejection);
    await this.#catchUp();
    const view = this.#view(id);
    return view ? ok(view) : err({ code: "not_found" });
  }

  /** Sends what there is; why the thread refused the command under this key, if it did. */
  async #told(key: string | null): Promise<Rejection | null> {
    if (key !== null) this.#refusals.set(key, null);
    await this.#sending.run();
    const rejection = key === null ? null : (this.#refusals.get(key) ?? null);
    if (key !== null) this.#refusals.delete(key);
    this.#alarm.arm(this.#repository.outgoing.due);
    return rejection;
  }

  /** Gives what waits to whoever can take it, and tells the threads; `looks` at all anew first. What fails the alarm does. */
  async #work(looks = false): Promise<void> {
    try {
      if (looks) await this.#live.recheck();
      if (!this.#repository.exists) return;
      if (looks) this.#alarm.arm(this.#secondLook.due(Date.now()));
      const world = looks || this.#repository.tickets.isBusy ? await this.#world() : null;
      if (world) this.#round(world, looks ? review : assignAll);
      if (looks) await this.#nudge();
      await this.#sending.run();
      this.#alarm.arm(this.#repository.outgoing.due);
      this.#live.presenceChanged();
      this.#alarm.arm(this.#repository.presence.due);
    } catch (error) {
      log("error", "desk.work_failed", { error: errorText(error) });
      this.#alarm.arm(Date.now() + GUARD_MS);
    }
  }

  /** One commit; the alarm that looks after what follows is part of it. */
  #round<T>(world: World, work: (round: Round) => T): T {
    const { tickets, presence, outgoing } = this.#repository;
    const round = { world, tickets, presence, now: Date.now() };
    const done = this.#repository.transaction(() => work(round));
    this.#alarm.arm(nextDue(round));
    if (outgoing.due !== null) this.#alarm.arm(round.now + GUARD_MS);
    return done;
  }

  #view(id: string, outletIds: string[] | null = null): TicketView | null {
    const ticket = this.#repository.tickets.find(id);
    return ticket && this.#repository.tickets.view(ticket, outletIds);
  }

  #world(): Promise<World | null> {
    return worldOf(this.env, this.#tenantId);
  }

  /** Stores what was gathered, so that whoever asks finds it. */
  #catchUp(): Promise<void> {
    return this.#gathering.flush();
  }

  #save(some: readonly Gathered[]): void {
    const hasNews = this.#repository.save(some, this.#plays);
    this.#live.listChanged();
    this.ctx.waitUntil(this.#nudge());
    const { tickets, outgoing } = this.#repository;
    if (!hasNews || (!tickets.isBusy && outgoing.due === null)) return;
    this.#alarm.arm(Date.now() + GUARD_MS);
    this.ctx.waitUntil(this.#work());
  }

  /** Once in a second for all that they have not asked for: they ask for all that there is by then. */
  async #nudge(): Promise<void> {
    const now = Date.now();
    if (this.#nudgedAt !== null && Math.abs(now - this.#nudgedAt) < NUDGE_MS) return;
    this.#nudgedAt = now;
    if (await nudgeFollowers(this.env, this.#tenantId)) return;
    this.#nudgedAt = null;
    this.#alarm.arm(now + GUARD_MS);
  }

  get #tenantId(): string {
    return this.ctx.id.name ?? this.#repository.tenantId ?? "";
  }
}
