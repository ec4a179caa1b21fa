import Markdown, { defaultUrlTransform } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { asTyped } from "./words/as-typed.ts";
import { mentioned } from "./words/mentions.ts";

/** A note is ours, and yet anybody may have pasted anything: no pictures, no HTML (it is shown as it was typed), no address but a web page's. */
const SCHEMA = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => !["img", "picture", "source", "input"].includes(name)),
  protocols: { ...defaultSchema.protocols, href: ["http", "https", "mention"] },
};
const address = (url: string): string => (url.startsWith("mention:") ? url : defaultUrlTransform(url));

/** A note's Markdown, with the colleagues whom it names. */
export function NoteWords({ content }: { content: string }) {
  return (
    <div
      dir="auto"
      className="words flex min-w-0 flex-col gap-1.5 whitespace-normal [&_a]:underline [&_blockquote]:border-s-2 [&_blockquote]:ps-2 [&_code]:rounded [&_code]:bg-black/10 [&_code]:px-1 [&_h1]:font-semibold [&_h2]:font-semibold [&_h3]:font-semibold [&_li]:ms-5 [&_ol]:list-decimal [&_p]:whitespace-pre-line [&_pre]:overflow-x-auto [&_td]:border [&_td]:border-current/30 [&_td]:px-2 [&_th]:border [&_th]:border-current/30 [&_th]:px-2 [&_ul]:list-disc"
    >
      <Markdown
        remarkPlugins={[remarkGfm, asTyped]}
        rehypePlugins={[[rehypeSanitize, SCHEMA]]}
        urlTransform={address}
        components={{
          a: ({ href, children }) =>
            href?.startsWith("mention:") ? (
              <strong className="rounded bg-black/10 px-1 font-semibold dark:bg-white/15">{children}</strong>
            ) : (
              <a href={href} target="_blank" rel="noopener noreferrer">
                {children}
              </a>
            ),
        }}
      >
        {mentioned(content)}
      </Markdown>
    </div>
  );
}
