import { threadAt } from "../conversation/port.ts";
import { deskOf, viewsOf } from "../desk/port.ts";
import { parseConversationId } from "../domain/ids.ts";
import { publicationsOf } from "../publishing/publication.ts";
import { publicationUuid } from "../publishing/uuid.ts";
import { type Notice, tenantAt } from "../tenant/port.ts";
import { TENANT_LANE } from "./port.ts";
import type { Listed, Source, Stretch } from "./world.ts";

/** Conversations of the desk's list, and notices, are asked for so many at a time. */
const PAGE = 100;

/** The logs of a tenant: those of its threads, and its own. */
export const sourceOf = (env: Cloudflare.Env, tenantId: string): Source => ({
  read: (lane, after, limit) =>
    lane === TENANT_LANE ? readNotices(env, tenantId, after, limit) : readThread(env, tenantId, lane, after, limit),
  seqBefore: (lane, time) =>
    lane === TENANT_LANE ? noticeBefore(env, tenantId, time) : threadAt(env, tenantId, lane).seqBefore(time),
  heard: async (lane) => (await threadAt(env, tenantId, lane).untold(1))?.after ?? 0,
  threads: async (after) => {
    const query = { limit: PAGE, after: after === null ? undefined : JSON.parse(after) };
    const page = await deskOf(env, tenantId).list(query);
    const threads = viewsOf(page).flatMap((view) => {
      const lane = parseConversationId(view.id)?.threadKey;
      return lane === undefined ? [] : [{ lane, updated_at: view.updated_at, last_message_at: view.last_message_at }];
    });
    return { threads, next: page.next && JSON.stringify(page.next) };
  },
});

async function readThread(
  env: Cloudflare.Env,
  tenantId: string,
  lane: string,
  after: number,
  limit: number,
): Promise<Stretch> {
  const { told, through, head } = await threadAt(env, tenantId, lane).tell(after, limit);
  const listed = told.flatMap((one): Listed[] => {
    const { id, outlet_id, inbox_id } = one.conversation;
    const { at } = one.event;
    const place = { outlet_id, inbox_id };
    return publicationsOf(one, tenantId).map((publication, part) => ({
      publication,
      part,
      at,
      place,
      conversation_id: id,
    }));
  });
  return { listed, through, head };
}

async function readNotices(env: Cloudflare.Env, tenantId: string, after: number, limit: number): Promise<Stretch> {
  const { notices, head } = await tenantAt(env, tenantId).notices(after, limit);
  const through = notices.length < limit ? Math.max(head, after) : (notices.at(-1)?.seq ?? head);
  return { listed: notices.map((notice) => noticed(notice, tenantId)), through, head };
}

function noticed({ seq, at, type, data: told }: Notice, tenantId: string): Listed {
  const data = { uuid: publicationUuid(tenantId, seq, type), timestamp: at, schema_version: 1, ...told };
  const publication = { id: `${tenantId}:${seq}`, type, seq, subject: tenantId, time: at, data };
  return { publication, part: 0, at, place: null, conversation_id: null };
}

async function noticeBefore(env: Cloudflare.Env, tenantId: string, time: string): Promise<number> {
  const tenant = tenantAt(env, tenantId);
  for (let after = 0; ; ) {
    const { notices } = await tenant.notices(after, PAGE);
    const last = notices.findLast(({ at }) => at < time)?.seq ?? after;
    if (notices.length < PAGE || last < (notices.at(-1)?.seq ?? 0)) return last;
    after = last;
  }
}
