/**
 * Whether a URL that a tenant gave may be called: it must lead out of this network. A name that only resolves to a
 * private address passes here; the runtime's own network refuses it.
 */

/** Not globally reachable, or no single host (IANA IPv4 Special-Purpose Address Registry, RFC 6890; multicast, class E). */
const CLOSED_V4: readonly [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/** Names that are never public (RFC 6761, 6762, 8375; ICANN on `.internal`), and what home routers use. */
const CLOSED_NAMES = ["localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa"];

/**
 * What is wrong with a URL, in words; null when it may be called.
 * @param allowed `1` for any address and plain HTTP, else origins that are allowed, separated by commas
 */
export function urlFault(url: string, allowed: string | undefined): string | null {
  const parsed = URL.parse(url);
  if (parsed === null) return "It is not a URL.";
  const { protocol, hostname, origin, username, password } = parsed;
  if (protocol !== "https:" && protocol !== "http:") return "It must begin with https://.";
  if (username !== "" || password !== "") return "It must not have a user name or password in it.";
  if (isAllowed(origin, allowed)) return null;
  if (protocol === "http:") return "It must begin with https://.";
  return hostFault(hostname);
}

/** Whether the operator allowed an origin by name, or all. */
const isAllowed = (origin: string, allowed = ""): boolean =>
  allowed.trim() === "1" ||
  allowed.split(",").some((one) => one.trim() !== "" && URL.parse(one.trim())?.origin === origin);

/** Whether the operator allowed what a URL leads to by name, or all: then it may be on this very machine. */
export const isAllowedUrl = (url: string, allowed: string | undefined): boolean =>
  isAllowed(URL.parse(url)?.origin ?? "", allowed);

/** Of a host as the URL parser writes it: it has turned every spelling of an address into one. */
function hostFault(hostname: string): string | null {
  if (hostname.startsWith("[")) {
    return isClosedV6(groupsOf(hostname.slice(1, -1))) ? "It leads to a private address." : null;
  }
  const name = hostname.replace(/\.$/, "");
  if (/^\d+(\.\d+){3}$/.test(name)) return isClosedV4(numberOf(name)) ? "It leads to a private address." : null;
  const isClosed = !name.includes(".") || CLOSED_NAMES.some((one) => name.endsWith(`.${one}`));
  return isClosed ? "It leads to a name that is not public." : null;
}

const numberOf = (address: string): number => address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);

const isClosedV4 = (address: number): boolean =>
  CLOSED_V4.some(([network, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(address / size) === Math.floor(numberOf(network) / size);
  });

/** An address's eight groups of 16 bits. */
function groupsOf(address: string): number[] {
  const [head = "", tail] = address.split("::").map((half) => half);
  const groups = (half: string) => (half === "" ? [] : half.split(":").map((group) => Number.parseInt(group, 16)));
  const [first, last] = [groups(head), groups(tail ?? "")];
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

/**
 * Public are the addresses of 2000::/3 that are assigned to hosts, and those that stand for a public address of IPv4:
 * mapped (RFC 4291, 2.5.5.2), NAT64 (RFC 6052), 6to4 (RFC 3056).
 */
function isClosedV6(groups: number[]): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  const isV4 = (high: number, low: number) => isClosedV4(high * 65_536 + low);
  const middleIsZero = c === 0 && d === 0 && e === 0;
  if (a === 0 && b === 0 && middleIsZero && f === 0xffff) return isV4(g, h);
  if (a === 0x64 && b === 0xff9b && middleIsZero && f === 0) return isV4(g, h);
  if (a === 0x2002) return isV4(b, c);
  const isTunnelOrExample = (a === 0x2001 && (b < 0x200 || b === 0xdb8)) || a === 0x3fff;
  return a >> 13 !== 1 || isTunnelOrExample;
}
