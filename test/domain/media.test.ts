import { describe, expect, test } from "vitest";
import { fileIn, idIn } from "../../src/media/channel-answer.ts";
import { contentDisposition, fileName, nameIn } from "../../src/media/disposition.ts";
import { mayBe, peek } from "../../src/media/first-bytes.ts";
import { kindOf } from "../../src/media/kind.ts";
import { endingOf, parseMimeType, shownType } from "../../src/media/mime-type.ts";
import { isKnown, isStill, spanOf } from "../../src/media/range.ts";
import { openApiDocument } from "../../src/protocol/openapi.ts";

describe("a range", () => {
  test.each([
    ["bytes=0-3", { offset: 0, length: 4 }],
    ["bytes=4-", { offset: 4, length: 6 }],
    ["bytes=-3", { offset: 7, length: 3 }],
    ["bytes=-30", { offset: 0, length: 10 }],
    ["bytes=9-9", { offset: 9, length: 1 }],
    ["bytes=5-500", { offset: 5, length: 5 }],
    ["Bytes = 1-2", { offset: 1, length: 2 }],
  ])("%s is a span", (header, span) => {
    expect(spanOf(header, 10)).toEqual(span);
  });

  test.each(["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=999999999999999-"])("%s lies outside", (header) => {
    expect(spanOf(header, 10)).toBe("none");
  });

  test.each([null, "", "bytes=", "bytes=-", "bytes=3-1", "bytes=0-1,3-4", "items=0-1", "bytes=a-b", "bytes=0x1-2"])(
    "%s asks for the whole",
    (header) => {
      expect(spanOf(header, 10)).toBeNull();
    },
  );

  test("of an empty file is none", () => {
    expect(spanOf("bytes=0-", 0)).toBe("none");
    expect(spanOf("bytes=-5", 0)).toBe("none");
  });
});

describe("a condition", () => {
  test.each([
    ['"abc"', true],
    ['"x", "abc"', true],
    ['W/"abc"', true],
    ["*", true],
    ['"ab"', false],
    ["abc", false],
    [null, false],
  ])("If-None-Match %s", (header, known) => {
    expect(isKnown(header, '"abc"')).toBe(known);
  });

  test.each([
    [null, true],
    ['"abc"', true],
    ['W/"abc"', false],
    ['"other"', false],
    ["Tue, 02 Jan 2024 03:04:05 GMT", true],
    ["Tue, 02 Jan 2024 03:04:06 GMT", false],
  ])("If-Range %s", (header, still) => {
    expect(isStill(header, '"abc"', new Date("2024-01-02T03:04:05.678Z"))).toBe(still);
  });
});

describe("a file's name", () => {
  test.each([
    ["plan.pdf", "plan.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\temp\\plan.pdf", "plan.pdf"],
    ["a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"],
    ["exe.\u202efdp.scr", "exe.fdp.scr"],
    ["  ", null],
    ["..", null],
    ["folder/", null],
  ])("%j becomes %j", (given, name) => {
    expect(fileName(given)).toBe(name);
  });

  test("that is very long keeps its ending", () => {
    const name = fileName(`${"é".repeat(500)}.pdf`) ?? "";
    expect([...name]).toHaveLength(240);
    expect(name.endsWith("é.pdf")).toBe(true);
  });

  test.each([
    ["plan.pdf", `inline; filename="plan.pdf"; filename*=UTF-8''plan.pdf`],
    ["Currículo (1).pdf", `inline; filename="Curr_culo (1).pdf"; filename*=UTF-8''Curr%C3%ADculo%20%281%29.pdf`],
    [`a"b;c'd.txt`, `inline; filename="a_b_c'd.txt"; filename*=UTF-8''a%22b%3Bc%27d.txt`],
    ["x\r\ny", `inline; filename="x__y"; filename*=UTF-8''x%0D%0Ay`],
    ["\ud800.txt", `inline; filename="_.txt"; filename*=UTF-8''%EF%BF%BD.txt`],
  ])("%j in a header", (name, header) => {
    expect(contentDisposition("inline", name)).toBe(header);
  });

  test.each([
    [`attachment; filename="plan.pdf"`, "plan.pdf"],
    [`attachment; filename=plan.pdf`, "plan.pdf"],
    [`attachment; filename="a\\"b.pdf"; size=3`, 'a"b.pdf'],
    [`attachment; filename="old.pdf"; filename*=UTF-8''%C3%A9t%C3%A9.pdf`, "été.pdf"],
    [`attachment; filename="old.pdf"; filename*=UTF-8''%FF`, "old.pdf"],
    [`attachment; filename="../x/plan.pdf"`, "plan.pdf"],
    ["attachment", null],
    ["", null],
  ])("is read from %s", (header, name) => {
    expect(nameIn(header)).toBe(name);
  });

  test("comes out as it went in", () => {
    for (const name of ["été 100%.pdf", "名前.png", `it's "x" (2)*.txt`])
      expect(nameIn(contentDisposition("attachment", name))).toBe(name);
  });
});

describe("a media type", () => {
  test.each([
    ["image/jpeg", "image/jpeg"],
    ["Image/JPEG", "image/jpeg"],
    ["audio/ogg; codecs=opus", "audio/ogg; codecs=opus"],
    ["audio/ogg;codecs=opus", "audio/ogg; codecs=opus"],
    ["text/plain; charset=utf-8; x=\r\ny", "text/plain"],
    ["image/jpeg\r\nX: y", null],
    ["jpeg", null],
    ["", null],
    [`image/${"x".repeat(200)}`, null],
  ])("%j is read as %j", (text, type) => {
    expect(parseMimeType(text)).toBe(type);
  });

  test.each([
    ["image/png", "image/png"],
    ["audio/ogg; codecs=opus", "audio/ogg"],
    ["application/pdf", "application/pdf"],
    ["image/svg+xml", null],
    ["text/html", null],
    ["application/xhtml+xml", null],
    ["text/xml", null],
    ["text/plain", null],
    ["constructor", null],
    [null, null],
  ])("%s is shown as %s", (type, shown) => {
    expect(shownType(type)).toBe(shown);
  });

  test("names how a file ends", () => {
    expect([endingOf("audio/ogg; codecs=opus"), endingOf("text/html"), endingOf(null)]).toEqual([".ogg", "", ""]);
  });

  test.each([
    ["image/jpeg", "image"],
    ["image/webp", "sticker"],
    ["audio/ogg; codecs=opus", "audio"],
    ["video/mp4", "video"],
    ["application/pdf", "document"],
    ["image/gif", "document"],
    ["image/svg+xml", "document"],
    ["video/quicktime", "document"],
  ])("%s is sent as %s", (type, kind) => {
    expect(kindOf(type)).toBe(kind);
  });
});

const bytes = (...parts: (string | number)[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    parts.flatMap((part) => (typeof part === "number" ? [part] : [...part].map((one) => one.charCodeAt(0)))),
  );

describe("the first bytes", () => {
  test.each([
    ["image/jpeg", bytes(0xff, 0xd8, 0xff, 0xe0)],
    ["image/png", bytes(0x89, "PNG\r\n", 0x1a, "\n")],
    ["image/gif", bytes("GIF89a")],
    ["image/webp", bytes("RIFF", 1, 2, 3, 4, "WEBPVP8 ")],
    ["audio/ogg; codecs=opus", bytes("OggS")],
    ["audio/amr", bytes("#!AMR\n")],
    ["audio/mpeg", bytes("ID3", 4)],
    ["audio/mpeg", bytes(0xff, 0xfb, 0x90)],
    ["audio/aac", bytes(0xff, 0xf1, 0x50)],
    ["audio/mp4", bytes(0, 0, 0, 0x20, "ftypM4A ")],
    ["video/mp4", bytes(0, 0, 0, 0x20, "ftypisom")],
    ["video/3gpp", bytes(0, 0, 0, 0x18, "ftyp3gp4")],
    ["video/webm", bytes(0x1a, 0x45, 0xdf, 0xa3)],
    ["application/pdf", bytes("%PDF-1.7")],
    ["application/pdf", bytes("\n\n%PDF-1.4")],
    ["text/plain", bytes("whatever")],
    ["application/zip", bytes()],
  ])("of %s are its own", (type, first) => {
    expect(mayBe(type, first)).toBe(true);
  });

  test.each([
    ["image/jpeg", bytes("<html>")],
    ["image/png", bytes(0x89, "PNG")],
    ["image/webp", bytes("RIFF", 1, 2, 3, 4, "WAVE")],
    ["audio/mpeg", bytes(0xff, 0xf1, 0x50)],
    ["audio/aac", bytes(0xff, 0xfb, 0x90)],
    ["video/mp4", bytes("MZ")],
    ["application/pdf", bytes("PK", 3, 4)],
    ["image/jpeg", bytes()],
  ])("that are not of %s tell", (type, first) => {
    expect(mayBe(type, first)).toBe(false);
  });

  test("are looked at without losing any, however they come", async () => {
    const whole = new Uint8Array(5_000).map((_, index) => index % 251);
    for (const step of [1, 700, 1_024, 4_000, 5_000]) {
      const chunks = Array.from({ length: Math.ceil(5_000 / step) }, (_, index) =>
        whole.slice(index * step, (index + 1) * step),
      );
      const { first, stream } = await peek(new Blob(chunks).stream());
      expect(first).toEqual(whole.slice(0, 1_024));
      expect(new Uint8Array(await new Response(stream).arrayBuffer())).toEqual(whole);
    }
    const short = await peek(new Blob([bytes("ab")]).stream());
    expect(short.first).toEqual(bytes("ab"));
    expect(await new Response(short.stream).text()).toBe("ab");
  });
});

describe("what WhatsApp says of a file", () => {
  const HEX = "6ffd1d9fbd3b4d1b5a1c2f3b9a6f5d0e7c8b9a0f1e2d3c4b5a69788796a5b4c3";
  const base64 = Buffer.from(HEX, "hex").toString("base64");
  const found = (more: object) => JSON.stringify({ url: "https://files.test/x", id: "1", ...more });

  test.each([
    [{ mime_type: "image/jpeg", sha256: HEX, file_size: 303833 }, 303833],
    [{ mime_type: "image/jpeg", sha256: base64, file_size: "303833" }, 303833],
    [{ mime_type: "image/jpeg", sha256: HEX.toUpperCase() }, null],
    [{ mime_type: "image/jpeg", sha256: HEX, file_size: "many" }, null],
  ])("%j", (answer, size) => {
    expect(fileIn(200, found(answer), 1)).toEqual({
      ok: true,
      value: { url: "https://files.test/x", mime_type: "image/jpeg", sha256: HEX, size },
    });
  });

  const error = (code: number, message = "words") => JSON.stringify({ error: { message, code } });

  test.each([
    [401, error(190, "Error validating access token"), "try_later", "Error validating access token"],
    [400, error(10), "try_later", "words"],
    [400, error(80007), "try_later", "words"],
    [503, error(2), "try_later", "words"],
    [502, "<html>", "try_later", "502"],
    [200, "{}", "try_later", "200"],
    [200, `{"url":"nowhere"}`, "try_later", "200"],
    [400, error(100), "try_later", "words"],
    [404, "", "try_later", "404"],
  ])("%i %s: %s", (status, text, outcome, reason) => {
    expect(fileIn(status, text, 1)).toMatchObject({ error: { outcome, reason: expect.stringContaining(reason) } });
  });

  test.each([
    [400, error(100)],
    [400, error(33)],
    [404, ""],
  ])("%i %s: only after many attempts it cannot be had", (status, text) => {
    expect(fileIn(status, text, 9)).toMatchObject({ error: { outcome: "try_later" } });
    expect(fileIn(status, text, 10)).toMatchObject({ error: { outcome: "failed" } });
    expect(fileIn(401, error(190), 10)).toMatchObject({ error: { outcome: "try_later" } });
  });
});

describe("what WhatsApp says to an upload", () => {
  test("is an id", () => {
    expect(idIn(200, `{"id":"42"}`)).toEqual({ ok: true, value: "42" });
    expect(idIn(200, `{"id":42}`)).toEqual({ ok: true, value: "42" });
  });

  test.each([
    [200, "{}"],
    [200, "<html>"],
    [500, ""],
    [503, JSON.stringify({ error: { code: 2, message: "down" } })],
    [400, JSON.stringify({ error: { code: 130429, message: "slow down" } })],
    [429, ""],
  ])("%i %s is tried again: an upload is never uncertain", (status, text) => {
    expect(idIn(status, text)).toMatchObject({ ok: false, error: { outcome: "try_later" } });
  });

  test("or that it does not take it", () => {
    const text = JSON.stringify({ error: { code: 100, message: "Param file must be a file" } });
    expect(idIn(400, text)).toMatchObject({ ok: false, error: { outcome: "refused", error: { code: 100 } } });
  });
});

test("the reference says what a file goes and comes as", () => {
  const bytes = { schema: { type: "string", format: "binary" } };
  expect(openApiDocument()).toMatchObject({
    paths: {
      "/api/v1/media": {
        post: { requestBody: { content: { "*/*": bytes, "multipart/form-data": { schema: { required: ["file"] } } } } },
      },
      "/api/v1/media/{id}": {
        get: { responses: { 200: { content: { "*/*": bytes } }, 206: { content: { "*/*": bytes } }, 416: {} } },
      },
    },
  });
});
