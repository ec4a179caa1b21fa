import type { Hono } from "hono";
import type { AppEnv } from "./context.ts";

export type Mount = (app: Hono<AppEnv>) => void;

/** A group of calls: the places where it answers, and its code, which is loaded with the first request to one of them. */
interface Group {
  at: string[];
  load(): Promise<Mount>;
}

const GROUPS: Group[] = [
  { at: ["conversations", "desk"], load: async () => (await import("./lists.ts")).lists },
  { at: ["conversations"], load: async () => (await import("./conversations.ts")).conversations },
  { at: ["conversations"], load: async () => (await import("./actions.ts")).actions },
  {
    at: ["messages", "conversations/messages", "conversations/read"],
    load: async () => (await import("./messages.ts")).messages,
  },
  { at: ["macros", "conversations/macros"], load: async () => (await import("./macros.ts")).macros },
  { at: ["search", "conversations/search"], load: async () => (await import("./search.ts")).search },
  { at: ["customers", "conversations/customer"], load: async () => (await import("./customers.ts")).customers },
  { at: ["conversations/person"], load: async () => (await import("./erasure.ts")).erasure },
  { at: ["agents"], load: async () => (await import("./agents.ts")).agents },
  { at: ["agents", "invitations"], load: async () => (await import("./invitations.ts")).invitations },
  { at: ["agents", "session", "sessions", "realtime"], load: async () => (await import("./sessions.ts")).sessions },
  { at: ["agents", "api-keys", "tenant", "/admin"], load: async () => (await import("./settings.ts")).settings },
  { at: ["quarantine", "/admin"], load: async () => (await import("./quarantine.ts")).quarantine },
  { at: ["inboxes"], load: async () => (await import("./inboxes.ts")).inboxes },
  { at: ["inboxes"], load: async () => (await import("./inbox-setup.ts")).inboxSetup },
  { at: ["subscriptions", "notices"], load: async () => (await import("./subscriptions.ts")).subscriptions },
  { at: ["subscriptions"], load: async () => (await import("./deliveries.ts")).deliveries },
  { at: ["articles"], load: async () => (await import("./articles.ts")).articles },
  { at: ["assistant"], load: async () => (await import("./assistant.ts")).assistant },
  { at: ["automation"], load: async () => (await import("./automation.ts")).automation },
  { at: ["canned-replies"], load: async () => (await import("./canned-replies.ts")).cannedReplies },
  { at: ["events"], load: async () => (await import("./events.ts")).events },
  { at: ["flows"], load: async () => (await import("./flows.ts")).flows },
  { at: ["media"], load: async () => (await import("./media.ts")).media },
  { at: ["operations"], load: async () => (await import("./operating.ts")).operating },
  { at: ["outlets"], load: async () => (await import("./outlets.ts")).outlets },
  { at: ["reports"], load: async () => (await import("./reports.ts")).reports },
  { at: ["teams"], load: async () => (await import("./teams.ts")).teams },
  { at: ["tickets"], load: async () => (await import("./tickets.ts")).tickets },
  { at: ["inbox"], load: async () => (await import("./inbox-ticket.ts")).inboxTicket },
  { at: ["realtime"], load: async () => (await import("./realtime.ts")).realtime },
  { at: ["/v1.0"], load: async () => (await import("./voipbin.ts")).voipbin },
];

const byPlace = Map.groupBy(
  GROUPS.flatMap((group) => group.at.map((place) => ({ place, group }))),
  ({ place }) => place,
);

/**
 * The place that a path is at, or null: below `/api/v1/` what it names first, and after one thing's id what of that
 * thing, where there is such a group (`conversations/messages`); elsewhere the path's first part.
 */
export function placeOf(path: string): string | null {
  const [, root, , first = "", , part] = path.split("/");
  if (root !== "api") return known(`/${root}`);
  return known(`${first}/${part}`) ?? known(first);
}

const known = (place: string): string | null => (byPlace.has(place) ? place : null);

/** Loads what answers at a place. */
export const groupsAt = (place: string): Promise<Mount[]> =>
  Promise.all((byPlace.get(place) ?? []).map(({ group }) => group.load()));
