import { describe, expect, test } from "vitest";
import type { Command, MediaVerdict } from "../../src/domain/commands.ts";
import { DAY, given, HOUR, iso, MINUTE, PICTURE, resolves, SECOND, says, under, wait, wake } from "./given.ts";

const picture = says("look", { attachments: [PICTURE] });
const takes: Command = { type: "claim_media", message_seq: 2 };
const tells = (verdict: MediaVerdict, attempt = 1): Command => ({
  type: "report_media",
  message_seq: 2,
  number: 1,
  attempt,
  verdict,
});
const busy: MediaVerdict = { outcome: "try_later", reason: "WhatsApp is busy" };

describe("a customer's file", () => {
  test("MD1 is pending in a message that is there at once, under the message's id", () => {
    const { message, thread } = given(picture);
    expect(message.attachments).toEqual([{ ...PICTURE, id: message.id, error: null }]);
    expect(thread.media).toMatchObject([{ message_seq: 2, attempt: 0 }]);
  });

  test("MD1 is fetched by one at a time", () => {
    const scene = given(picture).when(takes);
    expect(scene.event("media.fetching")).toMatchObject({ message_seq: 2, attempt: 1 });
    expect(scene.when(takes).types).toEqual([]);
  });

  test("MD1 is stored, or failed in words", () => {
    const stored: MediaVerdict = { outcome: "stored", size: 7, sha256: "ab", mime_type: "image/jpeg" };
    const done = given(picture, takes).when(tells(stored));
    expect(done.event("media.settled")).toMatchObject({ state: "stored", size: 7, sha256: "ab", error: null });
    expect(done.thread.media).toEqual([]);
    const failed = given(picture, takes).when(tells({ outcome: "failed", reason: "It is broken" }));
    expect(failed.event("media.settled")).toMatchObject({ state: "failed", error: "It is broken" });
  });

  test("MD1 of an attempt that is no longer the one nothing is kept", () => {
    expect(given(picture, takes).when(tells(busy, 2)).types).toEqual([]);
    expect(given(picture).when(tells(busy)).types).toEqual([]);
  });

  test("MD2 is tried again, ever more slowly", () => {
    const once = given(picture, takes, tells(busy));
    expect(once.thread.media[0]?.retry_at).toBe(iso(30 * SECOND));
    expect(once.when(takes).types).toEqual([]);
    const twice = once.given(wait(30 * SECOND), takes, tells(busy, 2));
    expect(twice.thread.media[0]?.retry_at).toBe(iso(90 * SECOND));
  });

  test("MD2 is given up when the channel no longer has it", () => {
    const scene = under({ inactivity_timeout: null })
      .given(picture, takes, tells(busy), wait(7 * DAY))
      .when(takes);
    expect(scene.event("media.settled").state).toBe("expired");
    const late = under({ inactivity_timeout: null })
      .given(picture, wait(7 * DAY - 1), takes, wait(1))
      .when(tells(busy));
    expect(late.event("media.settled").state).toBe("expired");
  });

  test("MD3 is dispatched again when nobody began, when it is time, and when nothing was told", () => {
    expect(given(picture).due).toBe(30 * SECOND);
    expect(given(picture, takes).due).toBe(15 * MINUTE);
    expect(
      given(picture, takes, wait(15 * MINUTE))
        .when(takes)
        .event("media.fetching").attempt,
    ).toBe(2);
    expect(given(picture, takes, tells(busy)).due).toBe(30 * SECOND);
  });

  test("MD1 is not waited for once its message is purged", () => {
    const scene = under({ retention_after_close: 60 }).given(picture, resolves).when(wait(HOUR), wake);
    expect(scene.thread.media).toEqual([]);
  });
});
