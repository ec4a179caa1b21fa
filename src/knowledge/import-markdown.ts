/** What a Markdown file says of itself, and the rest of it. */
export interface MarkdownFile {
  title: string | null;
  language: string | null;
  source_url: string | null;
  isDraft: boolean;
  content: string;
}

/** So many lines may stand before the title. */
const TITLE_WITHIN = 50;

/** Reads a Markdown file: its front matter (`---`, `key: value` lines, `---`) is not quoted to customers. */
export function readMarkdown(text: string): MarkdownFile {
  const front = /^---[ \t]*\r?\n([\s\S]{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(text);
  const said = front ? fieldsOf(front[1] ?? "") : new Map<string, string>();
  const content = front ? text.slice(front[0].length) : text;
  const url = said.get("source_url") ?? said.get("url") ?? said.get("canonical_url") ?? "";
  return {
    title: said.get("title") || headingIn(content),
    language: /^[a-z]{2,3}(?=[-_]|$)/i.exec(said.get("language") ?? said.get("lang") ?? "")?.[0].toLowerCase() ?? null,
    source_url: /^https?:\/\//.test(url) && URL.canParse(url) ? url : null,
    isDraft: said.get("draft") === "true" || said.get("status") === "draft",
    content,
  };
}

const fieldsOf = (front: string): Map<string, string> =>
  new Map(
    front.split("\n").flatMap((line) => {
      const [, key, value = ""] = /^([\w-]+):[ \t]*(.*)$/.exec(line.trimEnd()) ?? [];
      return key === undefined ? [] : [[key.toLowerCase(), value.replace(/^(["'])(.*)\1$/, "$2").trim()]];
    }),
  );

/** The first heading, of either spelling. */
function headingIn(content: string): string | null {
  const lines = content.slice(0, 20_000).split(/\r?\n/, TITLE_WITHIN);
  for (const [index, line] of lines.entries()) {
    const heading = /^ {0,3}#{1,6}[ \t]+(.*)$/.exec(line)?.[1]?.replace(/[ \t]+#+[ \t]*$/, "");
    const isUnderlined = line.trim() !== "" && /^ {0,3}(?:=+|-{3,})[ \t]*$/.test(lines[index + 1] ?? "");
    const title = (heading ?? (isUnderlined ? line : "")).replace(/[*_`]+/g, "").trim();
    if (title !== "") return title;
  }
  return null;
}
