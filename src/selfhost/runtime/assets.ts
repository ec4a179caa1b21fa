interface Env {
  /** The directory of the assets: GET answers a file's bytes, or a directory's list as JSON. */
  DISK: { fetch(request: Request): Promise<Response> };
  /** `assets.not_found_handling` of wrangler.toml. */
  NOT_FOUND: string;
}

const TYPES: Record<string, string> = {
  avif: "image/avif",
  css: "text/css; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  gif: "image/gif",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  map: "application/json; charset=utf-8",
  md: "text/markdown; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  ogg: "audio/ogg",
  otf: "font/otf",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  ttf: "font/ttf",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff: "font/woff",
  woff2: "font/woff2",
  xml: "application/xml; charset=utf-8",
  yaml: "application/yaml; charset=utf-8",
};

/** Forms that the build may have put beside a file, the smallest first. */
const ENCODINGS = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
];

/** The ASSETS binding: files of a directory, found by the rules that the platform has by default. */
export default {
  async fetch(request, env) {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response("Method not allowed", { status: 405, headers: { allow: "GET, HEAD" } });
    }
    const url = new URL(request.url);
    const path = decoded(url.pathname);
    if (path === null) return notFound(request, env);
    const found = await locate(env, path);
    if (found === null) return notFound(request, env);
    // The platform redirects too: a page has one address, and its relative links lead where they should.
    if (found.address !== path) return redirect(found.address + url.search);
    return serve(request, env, found.file, 200);
  },
} satisfies ExportedHandler<Env>;

/** The path without its escapes; null for one that no file can have or that would lead out of the directory. */
function decoded(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname);
    const strange = path.includes("\0") || path.includes("\\") || path.includes("//");
    return strange || path.split("/").some((part) => part.startsWith(".") && part !== ".well-known") ? null : path;
  } catch {
    return null;
  }
}

/** The file that answers for a path, and the one address at which it does. */
async function locate(env: Env, path: string): Promise<{ file: string; address: string } | null> {
  const stem = path.replace(/\/index(\.html)?$/, "/").replace(/\.html$/, "");
  const page = stem.replace(/\/$/, "");
  if (!path.endsWith(".html") && (await isFile(env, path))) return { file: path, address: path };
  if (await isFile(env, `${page}/index.html`)) return { file: `${page}/index.html`, address: `${page}/` };
  if (page !== "" && (await isFile(env, `${page}.html`))) return { file: `${page}.html`, address: page };
  return null;
}

async function isFile(env: Env, file: string): Promise<boolean> {
  const response = await env.DISK.fetch(diskRequest(file, "HEAD"));
  // Of a directory the disk answers a list, whose length it does not know beforehand.
  return response.ok && response.headers.get("content-length") !== null;
}

async function serve(request: Request, env: Env, file: string, status: number): Promise<Response> {
  const encoding = await encodingOf(request, env, file);
  const found = await env.DISK.fetch(diskRequest(file + (encoding?.suffix ?? ""), request.method));
  const length = found.headers.get("content-length") ?? "0";
  const etag = `W/"${Date.parse(found.headers.get("last-modified") ?? "").toString(36)}-${Number(length).toString(36)}"`;
  const headers = new Headers({
    "content-type": TYPES[file.slice(file.lastIndexOf(".") + 1).toLowerCase()] ?? "application/octet-stream",
    "cache-control": "public, max-age=0, must-revalidate",
    "x-content-type-options": "nosniff",
    vary: "accept-encoding",
    etag,
  });
  if (status === 200 && request.headers.get("if-none-match")?.includes(etag)) {
    await found.body?.cancel();
    return new Response(null, { status: 304, headers });
  }
  headers.set("content-length", length);
  if (encoding === null) return new Response(found.body, { status, headers });
  headers.set("content-encoding", encoding.name);
  return new Response(found.body, { status, headers, encodeBody: "manual" });
}

/** The smallest form beside a file that the client takes; null for the file as it is. */
async function encodingOf(request: Request, env: Env, file: string): Promise<(typeof ENCODINGS)[number] | null> {
  const taken = (request.headers.get("accept-encoding") ?? "").split(",").map((one) => one.trim());
  for (const encoding of ENCODINGS) {
    if (taken.some((one) => isOf(encoding.name, one)) && (await isFile(env, file + encoding.suffix))) return encoding;
  }
  return null;
}

/** `br`, `br;q=0.5`, and not `br;q=0` (RFC 9110, 12.5.3). */
const isOf = (name: string, taken: string): boolean => taken.split(";")[0] === name && !/;\s*q=0(?:\.0*)?$/.test(taken);

async function notFound(request: Request, env: Env): Promise<Response> {
  if (env.NOT_FOUND === "single-page-application" && (await isFile(env, "/index.html"))) {
    return serve(request, env, "/index.html", 200);
  }
  if (env.NOT_FOUND === "404-page" && (await isFile(env, "/404.html"))) return serve(request, env, "/404.html", 404);
  return new Response(request.method === "HEAD" ? null : "Not found", { status: 404 });
}

const diskRequest = (file: string, method: string) =>
  new Request(`http://disk${file.split("/").map(encodeURIComponent).join("/")}`, { method });

const redirect = (location: string) => new Response(null, { status: 307, headers: { location: encodeURI(location) } });
