import { beforeAll, describe, expect, test, vi } from "vitest";
import { VoipbinRefusal } from "../../src/protocol/voipbin.ts";
import { call, newTenant } from "../support/api.ts";
import { chat, type Line, newLine, receive, text } from "../support/whatsapp.ts";

let line: Line;
beforeAll(async () => {
  line = await newLine();
});

const v1 = (path: string, method = "GET", body?: unknown, of = line) =>
  call(method, `/v1.0${path}`, { bearer: of.shop.bearer, ...(body !== undefined && { body }) });

const FILE = "6f1c1f0e-7d0c-4c1e-9a53-3f9f6f1c2a01";
const NEVER = "9999-01-01 00:00:00.000000";
const TM = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/;

describe("VoIPBin's conversations", () => {
  test("one has its reference, source, participants and times", async () => {
    const { id, waId } = await chat(line);
    const { status, json } = await v1(`/conversations/${id}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id,
      customer_id: line.shop.id,
      reference_type: "whatsapp",
      reference_id: waId,
      account_id: line.inbox,
      owner_type: "",
      owner_id: "",
      source: { type: "whatsapp", target: "15550001111", name: "", detail: "" },
      participants: [{ target: "15550001111" }, { type: "whatsapp", target: `+${waId}`, target_name: "" }],
      tm_create: expect.stringMatching(TM),
      tm_update: expect.stringMatching(TM),
      tm_delete: NEVER,
    });
  });

  test("pages skip nothing, also where many have the same time", async () => {
    const own = await newLine();
    vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
    const ids = await Promise.all(Array.from({ length: 7 }, async () => (await chat(own)).id)).finally(() =>
      vi.useRealTimers(),
    );
    await vi.waitFor(async () =>
      expect((await v1("/conversations", "GET", undefined, own)).json.result).toHaveLength(7),
    );
    const found: string[] = [];
    for (let token = ""; ; ) {
      const { json } = await v1(
        `/conversations?page_size=2&page_token=${encodeURIComponent(token)}`,
        "GET",
        undefined,
        own,
      );
      found.push(...json.result.map((one: { id: string }) => one.id));
      token = json.next_page_token;
      if (token === "") break;
      expect(json.result).toHaveLength(2);
    }
    expect(found.toSorted()).toEqual(ids.toSorted());
    const [first] = (await v1("/conversations?page_size=1", "GET", undefined, own)).json.next_page_token.split("~");
    const all = await v1(`/conversations?page_token=${encodeURIComponent(first)}`, "GET", undefined, own);
    expect(all.json.result.length).toBeGreaterThanOrEqual(6);
  });

  test("is renamed, described, given to an agent and taken back", async () => {
    const { id } = await chat(line);
    const renamed = await v1(`/conversations/${id}`, "PUT", { name: "Support #1234", detail: "A blue one" });
    expect(renamed.json).toMatchObject({ name: "Support #1234", detail: "A blue one" });
    const agent = crypto.randomUUID();
    const owned = await v1(`/conversations/${id}`, "PUT", { owner_id: agent });
    expect(owned.json).toMatchObject({ owner_type: "agent", owner_id: agent, name: "Support #1234" });
    expect(owned.json.participants).toHaveLength(3);
    await vi.waitFor(async () => {
      const { json } = await v1(`/conversations?owner_id=${agent}`);
      expect(json.result.map((one: { id: string }) => one.id)).toEqual([id]);
    });
    expect((await v1(`/conversations/${id}/unassign`, "POST", {})).json.owner_id).toBe("");
    await v1(`/conversations/${id}`, "PUT", { owner_id: agent });
    const nobody = { owner_id: "00000000-0000-0000-0000-000000000000" };
    expect((await v1(`/conversations/${id}`, "PUT", nobody)).json).toMatchObject({ owner_type: "", owner_id: "" });
  });

  test("is deleted softly: closed, dated, out of the lists, and still there by its id", async () => {
    const own = await newLine();
    const { id } = await chat(own);
    const deleted = await v1(`/conversations/${id}`, "DELETE", undefined, own);
    expect(deleted.json.tm_delete).toMatch(TM);
    expect(deleted.json.tm_delete).not.toBe(NEVER);
    expect((await v1("/conversations", "GET", undefined, own)).json.result).toEqual([]);
    expect((await v1(`/conversations/${id}`, "GET", undefined, own)).json.tm_delete).toBe(deleted.json.tm_delete);
    expect((await own.shop.api("GET", "/conversations")).json.conversations).toEqual([]);
  });

  test("messages have sender and receiver, and pages of their own", async () => {
    const { id, waId } = await chat(line);
    const sent = await v1(`/conversations/${id}/messages`, "POST", { text: "It left today." });
    expect(sent.json).toMatchObject({
      direction: "outgoing",
      status: "progressing",
      text: "It left today.",
      source: { target: "15550001111" },
      destination: { target: `+${waId}` },
      tm_delete: NEVER,
    });
    await receive(line, text(waId, "thanks"));
    const first = (await v1(`/conversations/${id}/messages?page_size=2`)).json;
    expect(first.result.map((one: { text: string }) => one.text)).toEqual(["thanks", "It left today."]);
    const rest = (await v1(`/conversations/${id}/messages?page_token=${encodeURIComponent(first.next_page_token)}`))
      .json;
    expect(rest.result).toMatchObject([
      { text: "hello", direction: "incoming", status: "done", source: { target: `+${waId}` } },
    ]);
    expect(rest.next_page_token).toBe("");
  });

  test("refusals have VoIPBin's envelope; another tenant's is not there", async () => {
    const { id } = await chat(line);
    const other = await newTenant();
    const answer = await call("GET", `/v1.0/conversations/${id}`, { bearer: other.bearer });
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({
      status: 404,
      reason: "CONVERSATION_NOT_FOUND",
      message: expect.any(String),
      request_id: expect.any(String),
      details: [],
    });
    expect((await call("GET", "/v1.0/conversations")).json).toMatchObject({ status: 401, reason: "UNAUTHORIZED" });
    const bad = await v1("/conversations?page_token=yesterday");
    expect(bad.json).toMatchObject({ reason: "INVALID_REQUEST", details: [{ field: "query.page_token" }] });
    for (const refused of [answer, bad]) {
      expect(refused.headers.get("content-type")).toBe("application/json");
      expect(VoipbinRefusal.strict().parse(refused.json)).toEqual(refused.json);
    }
  });

  test.each([
    ["nothing", {}, "text"],
    ["spaces only", { text: "  " }, "text"],
    ["a text that is too long", { text: "x".repeat(65_537) }, "text"],
    ["a caption of spaces", { text: " ", medias: [{ type: "image", media_id: FILE }] }, "text"],
    ["a caption that is too long", { text: "x".repeat(1025), medias: [{ type: "image", media_id: FILE }] }, "text"],
    ["words with what has none", { text: "Hi", medias: [{ type: "audio", media_id: FILE }] }, "text"],
    ["a file that is not named", { medias: [{ type: "sticker" }] }, "medias.0.media_id"],
  ])("%s is refused by the name that VoIPBin has for it", async (_, body, field) => {
    const { id } = await chat(line);
    const { status, json } = await v1(`/conversations/${id}/messages`, "POST", body);
    expect({ status, details: json.details }).toEqual({
      status: 400,
      details: [{ field, detail: expect.any(String) }],
    });
  });
});

describe("the inbox ticket", () => {
  const inbox = (path: string, method = "GET", body?: unknown, of = line) => of.shop.api(method, `/inbox${path}`, body);

  test("lists inboxes and who writes to them", async () => {
    const own = await newLine();
    const { waId } = await chat(own);
    expect((await inbox("/inboxes", "GET", undefined, own)).json.inboxes).toMatchObject([
      { id: own.inbox, chatbotId: own.shop.id, channelType: "ChannelWhatsapp", channelId: own.number },
    ]);
    await vi.waitFor(async () => {
      const { json } = await inbox("/contact-inboxes", "GET", undefined, own);
      expect(json.contactInboxes).toMatchObject([{ inboxId: own.inbox, sourceId: waId, chatbotId: own.shop.id }]);
    });
  });

  test("a new message puts its conversation first, and one that a list does not hold can be fetched", async () => {
    const own = await newLine();
    const [first, second] = [await chat(own), await chat(own)];
    const order = async () =>
      (await inbox("/conversations?limit=10", "GET", undefined, own)).json.conversations.map(
        ({ id }: { id: string }) => id,
      );
    await vi.waitFor(async () => expect(await order()).toEqual([second.id, first.id]));
    await receive(own, text(first.waId, "again"));
    await vi.waitFor(async () => expect(await order()).toEqual([first.id, second.id]));
    const page = (await inbox("/conversations?limit=1", "GET", undefined, own)).json;
    const rest = await inbox(`/conversations?cursor=${encodeURIComponent(page.nextCursor)}`, "GET", undefined, own);
    expect(rest.json.conversations).toMatchObject([{ id: second.id }]);
    const fetched = (await inbox(`/conversations/${second.id}`, "GET", undefined, own)).json;
    expect(fetched).toMatchObject({ id: second.id, contactInbox: { sourceId: second.waId }, agentLastSeenAt: null });
    expect(fetched.participants).toMatchObject([{ conversationId: second.id, userId: null }]);
  });

  test("messages are listed the newest first, said, and seen", async () => {
    const { id, waId } = await chat(line);
    const said = await inbox(`/conversations/${id}/messages`, "POST", { content: "hi", senderId: "ana" });
    expect(said).toMatchObject({
      status: 201,
      json: {
        message: { messageType: "text", content: "hi", senderType: "USER", senderId: "ana", inboxId: line.inbox },
        conversation: { id, participants: [{}, {}] },
      },
    });
    await receive(line, text(waId, "thanks"));
    const first = (await inbox(`/conversations/${id}/messages?limit=2`)).json;
    expect(first.messages).toMatchObject([{ content: "thanks", senderType: "CONTACT" }, { content: "hi" }]);
    const rest = (await inbox(`/conversations/${id}/messages?cursor=${first.nextCursor}`)).json;
    expect(rest).toMatchObject({ messages: [{ content: "hello" }], nextCursor: null });
    expect((await inbox(`/conversations/${id}/seen`, "POST", {})).json.agentLastSeenAt).toMatch(/Z$/);
  });
});
