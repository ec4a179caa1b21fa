/** What the platform's R2 binding asks of its service, in its own words: `r2-api.capnp` of workerd, written as JSON. */
export type BucketRequest =
  | { method: "head"; object: string }
  | ({ method: "get"; object: string; onlyIf?: Conditions } & WantedRange & Encryption)
  | ({ method: "put"; object: string; onlyIf?: Conditions } & Partial<Record<Checksum, string>> & Metadata & Encryption)
  | ({ method: "list" } & ListRequest)
  | { method: "delete"; object?: string; objects?: string[] }
  | ({ method: "createMultipartUpload"; object: string } & Metadata & Encryption)
  | ({ method: "uploadPart"; object: string; uploadId: string; partNumber: number } & Encryption)
  | { method: "completeMultipartUpload"; object: string; uploadId: string; parts: PublishedPart[] }
  | { method: "abortMultipartUpload"; object: string; uploadId: string };

/** 64-bit numbers come as text; one that was not given is left out. */
type Wide = number | string;

export interface WantedRange {
  range?: { offset?: Wide; length?: Wide; suffix?: Wide };
  rangeHeader?: string;
}

export interface Conditions {
  etagMatches?: Etag[];
  etagDoesNotMatch?: Etag[];
  /** Milliseconds since 1970, as the other is. */
  uploadedBefore?: Wide;
  uploadedAfter?: Wide;
  secondsGranularity?: boolean;
}

export interface Etag {
  value?: string;
  type: "strong" | "weak" | "wildcard";
}

export interface Metadata {
  customFields?: { k: string; v: string }[];
  httpFields?: Record<string, Wide>;
  storageClass?: string;
}

/** A key of the caller's own to encrypt with. */
interface Encryption {
  ssec?: unknown;
}

export interface PublishedPart {
  part: number;
  etag: string;
}

export interface ListRequest {
  limit?: number;
  prefix?: string;
  cursor?: string;
  delimiter?: string;
  startAfter?: string;
  /** 0 for the HTTP metadata, 1 for the custom ones. */
  include?: number[];
}

/** The checksums that a caller may give, in the order of the numbers that they have in an answer. */
export const CHECKSUMS = ["md5", "sha1", "sha256", "sha384", "sha512"] as const;
export type Checksum = (typeof CHECKSUMS)[number];

/** A request whose bytes, where it has some, follow in `body`. */
export interface Received {
  request: BucketRequest;
  body: ReadableStream<Uint8Array> | null;
}

/** What asks comes in a header; what changes comes in the body's first bytes, with what is to be stored behind them. */
export async function receive({ method, headers, body }: Request): Promise<Received> {
  if (method !== "PUT") return { request: JSON.parse(headers.get("cf-r2-request") ?? ""), body: null };
  const size = Number(headers.get("cf-r2-metadata-size"));
  if (body === null || !(size > 0)) throw new Error("A request to the bucket service without its metadata.");
  const reader = body.getReader({ mode: "byob" });
  const { value } = await reader.readAtLeast(size, new Uint8Array(size));
  reader.releaseLock();
  return { request: JSON.parse(new TextDecoder().decode(value)), body };
}
