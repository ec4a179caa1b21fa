import type { Hono } from "hono";
import * as z from "zod";
import { mediaFault } from "../channels/whatsapp/media-limits.ts";
import { expectMessage, isTaken, take } from "../directory/port.ts";
import type { AttachmentKind } from "../domain/message.ts";
import { passOver } from "../lib/body.ts";
import { hmac, sha256, uuidFrom } from "../lib/crypto.ts";
import { digestOf } from "../media/copy.ts";
import { mayBe, peek } from "../media/first-bytes.ts";
import { kindOf } from "../media/kind.ts";
import { describeMedia, keyOf, type StoredMedia, storeMedia } from "../media/store.ts";
import { MEDIA_OPERATIONS } from "../protocol/media-operations.ts";
import { authenticate } from "./auth.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { type Received, receive } from "./media-body.ts";
import { invalid, problem } from "./problem.ts";

/** A file that is to be sent. Its bytes stream into the bucket: nothing but forms is held in memory. */
export function uploadMedia(app: Hono<AppEnv>): void {
  const { path, query } = MEDIA_OPERATIONS.uploadMedia;
  app.post(path, async (c) => {
    const principal = await authenticate(c);
    if (principal instanceof Response) return principal;
    const asked = query.safeParse(c.req.query());
    if (!asked.success) return invalid(c, "query", asked.error);
    const name = await nameOf(c, principal);
    if (name instanceof Response) return name;
    const received = await receive(c, asked.data);
    if (received instanceof Response) return received;
    return store(c, principal, name, received);
  });
}

/** The id that the file gets, and the fingerprint under which the client's key is held: null without one. */
interface Name {
  id: string;
  held: { key: string; fingerprint: string } | null;
}

const IdempotencyKey = z.string().min(1).max(255);

async function nameOf(c: AppContext, { tenant_id, configuration }: Principal): Promise<Name | Response> {
  const header = c.req.header("idempotency-key");
  if (header === undefined) return { id: crypto.randomUUID(), held: null };
  const key = IdempotencyKey.safeParse(header);
  if (!key.success)
    return problem(c, "invalid_request", { errors: [{ field: "Idempotency-Key", detail: "1 to 255 characters" }] });
  const derived = uuidFrom(await hmac(configuration.tenant.thread_salt, `media:${key.data}`));
  // Of version 4, as every upload's: one of version 8 would be taken for a message's.
  const id = `${derived.slice(0, 14)}4${derived.slice(15)}`;
  const fingerprint = await sha256(`POST ${c.req.path}\n${id}`);
  if (await isTaken(c.env, tenant_id, key.data, fingerprint)) return problem(c, "idempotency_conflict");
  return { id, held: { key: key.data, fingerprint } };
}

async function store(c: AppContext, principal: Principal, name: Name, file: Received): Promise<Response> {
  const { tenant_id } = principal;
  const { id, held } = name;
  const { mime_type, file_name, size, single_use } = file;
  const kind = file.kind ?? kindOf(mime_type);
  const refused = refusalOf(c, kind, file);
  if (refused) return refused;
  const { first, stream } = await peek(file.stream);
  if (!mayBe(mime_type, first)) {
    await passOver(stream);
    return problem(c, "media_mismatch", { detail: `Its content is not that of a file of the type ${mime_type}.` });
  }
  const before = held && (await describeMedia(c.env, tenant_id, id));
  if (before) {
    // The same key again: with the same bytes it is answered as before.
    const isSame = (await digestOf(stream)) === before.sha256;
    return isSame ? created(c, principal, name, kind, before) : problem(c, "idempotency_conflict");
  }
  const media = { mime_type, file_name, size, single_use, once: held !== null };
  // Before it is there: else what broke off in between would lie there for ever.
  if (single_use) await expectMessage(c.env, keyOf(tenant_id, id));
  const stored = await storeMedia(c.env, tenant_id, id, stream, media);
  if (stored.ok) return created(c, principal, name, kind, stored.value);
  // The same request is being answered at the same time: the client hears of its outcome when it asks again.
  if (stored.error === "taken") return problem(c, "unavailable", { detail: "The same upload is under way." });
  return problem(c, "invalid_request", { detail: "The body is not as long as Content-Length says." });
}

/** What the channel will not take need not be read. */
function refusalOf(c: AppContext, kind: AttachmentKind, { mime_type, size }: Received): Response | null {
  const fault = mediaFault(kind, mime_type, size);
  if (fault === null) return null;
  const detail = `${fault.detail} As a document (?kind=document) it may be of any type, and have up to 100 MB.`;
  return problem(c, fault.code === "too_large" ? "payload_too_large" : "unsupported_media_type", { detail });
}

async function created(
  c: AppContext,
  { tenant_id }: Principal,
  { id, held }: Name,
  kind: AttachmentKind,
  file: StoredMedia,
): Promise<Response> {
  if (held) await take(c.env, tenant_id, held.key, held.fingerprint);
  const { mime_type, file_name, size, sha256, single_use } = file;
  return c.json({ id, kind, mime_type, file_name, size, sha256, single_use }, 201);
}
