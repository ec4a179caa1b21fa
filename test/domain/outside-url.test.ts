import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAllowedUrl, urlFault } from "../../src/lib/outside-url.ts";

const isAllowed = (url: string, allowed?: string) => urlFault(url, allowed) === null;

describe("what leads outside may be called", () => {
  test.each([
    "https://services.example.com/callbacks",
    "https://services.example.com:8443/callbacks?tenant=1#part",
    "https://SERVICES.example.com./",
    "https://xn--bcher-kva.example/",
    "https://8.8.8.8/",
    "https://100.128.0.1/",
    "https://172.32.0.1/",
    "https://192.169.0.1/",
    "https://223.255.255.255/",
    "https://[2606:4700::1111]/",
    "https://[::ffff:8.8.8.8]/",
    "https://[64:ff9b::8.8.8.8]/",
    "https://[2002:808:808::1]/",
    "https://localhost.example.com/",
    "https://internal.example/",
  ])("%s", (url) => expect(urlFault(url, undefined)).toBeNull());
});

describe("what leads inside is refused", () => {
  test.each([
    ["this machine", ["127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "[::1]", "[::]"]],
    ["decimal, octal and hex spellings of it", ["2130706433", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "127.1", "0"]],
    ["private networks", ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "[fc00::1]", "[fdff::1]"]],
    ["the link", ["169.254.169.254", "[fe80::1]", "[febf::1]", "[fec0::1]"]],
    ["a carrier's network", ["100.64.0.1", "100.127.255.255"]],
    ["networks for tests and documents", ["192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "[2001:db8::1]"]],
    ["many hosts, or none", ["224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "[ff02::1]", "[100::1]"]],
    [
      "addresses inside addresses",
      ["[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::808:808]", "[2002:7f00:1::]"],
    ],
    ["tunnels", ["[2001::1]", "[::8.8.8.8]", "[::ffff:0:8.8.8.8]"]],
    ["names of this machine", ["localhost", "localhost.", "a.localhost", "LOCALHOST", "worker"]],
    ["names of a private network", ["printer.local", "db.internal", "a.b.internal.", "nas.lan", "x.home.arpa"]],
    ["names in other characters", ["ｌｏｃａｌｈｏｓｔ", "127。0。0。1", "①②⑦.0.0.1"]],
  ])("%s", (_, hosts) => {
    expect(hosts.filter((host) => isAllowed(`https://${host}/`))).toEqual([]);
  });

  test.each([
    ["http://services.example.com/", "It must begin with https://."],
    ["ftp://services.example.com/", "It must begin with https://."],
    ["javascript:alert(1)", "It must begin with https://."],
    ["https://name:word@services.example.com/", "It must not have a user name or password in it."],
    ["https://name@services.example.com/", "It must not have a user name or password in it."],
    ["services.example.com", "It is not a URL."],
    ["https://", "It is not a URL."],
    ["https://127.0.0.1/", "It leads to a private address."],
    ["https://[::1]/", "It leads to a private address."],
    ["https://localhost/", "It leads to a name that is not public."],
  ])("%s: %s", (url, fault) => expect(urlFault(url, undefined)).toBe(fault));

  test("an address of four bytes in whatever spelling is judged as those four bytes", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, byte, (a, b, c, d) => {
        const number = ((a * 256 + b) * 256 + c) * 256 + d;
        const hex = `0x${number.toString(16)}`;
        const octal = [a, b, c, d].map((part) => `0${part.toString(8)}`).join(".");
        const group = (high: number, low: number) => (high * 256 + low).toString(16);
        const plain = isAllowed(`https://${a}.${b}.${c}.${d}/`);
        for (const host of [
          number,
          hex,
          octal,
          `[::ffff:${group(a, b)}:${group(c, d)}]`,
          `[64:ff9b::${a}.${b}.${c}.${d}]`,
        ])
          expect(isAllowed(`https://${host}/`)).toBe(plain);
      }),
    );
  });

  test("no URL makes it throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.ipV6()), (text) => {
        for (const url of [text, `https://${text}/`, `https://[${text}]/`]) urlFault(url, text);
      }),
    );
  });
});

describe("who runs it may allow more", () => {
  test("everything, plain HTTP included", () => {
    for (const url of ["http://127.0.0.1:8788/x", "https://10.0.0.1/", "http://worker/"]) {
      expect(isAllowed(url, "1")).toBe(true);
      expect(isAllowed(url, "0")).toBe(false);
    }
    expect(isAllowed("ftp://127.0.0.1/", "1")).toBe(false);
    expect(isAllowed("http://name:word@127.0.0.1/", "1")).toBe(false);
  });

  test("single origins", () => {
    const allowed = "http://127.0.0.1:8788, https://db.internal";
    expect(isAllowed("http://127.0.0.1:8788/callbacks?x=1", allowed)).toBe(true);
    expect(isAllowed("https://db.internal:443/", allowed)).toBe(true);
    expect(isAllowed("http://127.0.0.1:8789/", allowed)).toBe(false);
    expect(isAllowed("http://127.0.0.1:8788.example.com/", allowed)).toBe(false);
    expect(isAllowed("https://other.internal/", allowed)).toBe(false);
    expect(isAllowed("https://services.example.com/", allowed)).toBe(true);
    expect(isAllowed("http://127.0.0.1/", ", ,not a url")).toBe(false);
    expect(isAllowedUrl("http://127.0.0.1:8788/x", allowed)).toBe(true);
    expect(isAllowedUrl("https://services.example.com/", allowed)).toBe(false);
    expect(isAllowedUrl("https://services.example.com/", undefined)).toBe(false);
    expect(isAllowedUrl("https://services.example.com/", "1")).toBe(true);
    expect(isAllowedUrl("not a url", ", ,")).toBe(false);
  });
});
