import { ImageOff } from "lucide-react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";

/** Pictures of other servers are not loaded: they would learn who reads here. */
const COMPONENTS: Components = {
  a: ({ children, href }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="text-accent-text underline">
      {children}
    </a>
  ),
  img: ({ alt, src }) => (
    <span className="inline-flex items-center gap-1 rounded bg-hover px-1.5 py-0.5 text-xs text-muted">
      <ImageOff aria-hidden className="size-3.5" />
      {alt || src}
    </span>
  ),
  table: ({ children }) => (
    <div className="my-3 overflow-x-auto">
      <table className="w-full border-collapse text-start [&_td]:border [&_td]:border-line [&_td]:px-2 [&_td]:py-1 [&_th]:border [&_th]:border-line [&_th]:bg-hover [&_th]:px-2 [&_th]:py-1 [&_th]:text-start">
        {children}
      </table>
    </div>
  ),
};

const PROSE =
  "[overflow-wrap:anywhere] text-sm leading-relaxed [&_blockquote]:my-3 [&_blockquote]:border-s-2 [&_blockquote]:border-edge [&_blockquote]:ps-3 [&_blockquote]:text-muted [&_code]:rounded [&_code]:bg-hover [&_code]:px-1 [&_code]:text-[0.9em] [&_h1]:mt-5 [&_h1]:mb-2 [&_h1]:text-lg [&_h1]:font-semibold [&_h1:first-child]:mt-0 [&_h2]:mt-5 [&_h2]:mb-1.5 [&_h2]:text-base [&_h2]:font-semibold [&_h2:first-child]:mt-0 [&_h3]:mt-4 [&_h3]:mb-1 [&_h3]:font-semibold [&_hr]:my-4 [&_hr]:border-line [&_li]:my-0.5 [&_ol]:my-2 [&_ol]:list-decimal [&_ol]:ps-6 [&_p]:my-2 [&_p:first-child]:mt-0 [&_pre]:my-3 [&_pre]:overflow-x-auto [&_pre]:rounded-lg [&_pre]:bg-hover [&_pre]:p-3 [&_ul]:my-2 [&_ul]:list-disc [&_ul]:ps-6";

/** Markdown of others as it looks: sanitised, and nothing of it is fetched. */
export const Markdown = ({ text }: { text: string }) => (
  <div className={PROSE} dir="auto">
    <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[rehypeSanitize]} components={COMPONENTS}>
      {text}
    </ReactMarkdown>
  </div>
);
