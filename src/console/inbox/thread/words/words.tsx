import { Fragment, useMemo, useState } from "react";
import { useText } from "../../../locales/text.ts";
import { classes } from "../../../ui/classes.ts";
import { beginningOf, harmless, isFewEmoji } from "./harmless.ts";
import { type Block, type Inline, parse } from "./parse.ts";

/** What somebody wrote, with WhatsApp's formatting, whatever it is. */
export function Words({ text, className }: { text: string; className?: string }) {
  const t = useText("thread");
  const [isWhole, setWhole] = useState(false);
  const safe = useMemo(() => harmless(text), [text]);
  const beginning = useMemo(() => beginningOf(safe), [safe]);
  const shown = beginning !== null && !isWhole ? beginning : safe;
  const blocks = useMemo(() => parse(shown), [shown]);
  if (isFewEmoji(safe))
    return (
      <p dir="auto" className="words text-4xl leading-snug">
        {safe}
      </p>
    );
  return (
    <div className={classes("flex min-w-0 flex-col gap-1 overflow-clip", className)}>
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
        <BlockWords key={index} block={block} />
      ))}
      {beginning !== null && (
        <button
          type="button"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
          className="min-h-6 self-start rounded text-sm font-medium text-accent-text hover:underline"
        >
          {isWhole ? t("long.less") : t("long.more", { count: safe.length })}
        </button>
      )}
    </div>
  );
}

function BlockWords({ block }: { block: Block }) {
  switch (block.type) {
    case "lines":
      return (
        <p dir="auto" className="words">
          <Inlines parts={block.parts} />
        </p>
      );
    case "quote":
      return (
        <blockquote dir="auto" className="words border-s-2 border-edge ps-2 text-muted">
          <Inlines parts={block.parts} />
        </blockquote>
      );
    case "code":
      return (
        <pre dir="ltr" className="words max-h-96 overflow-auto rounded-md bg-hover px-2 py-1 font-mono text-[0.85em]">
          {block.text}
        </pre>
      );
    case "bullets":
      return (
        <ul dir="auto" className="list-disc ps-5">
          <Items items={block.items} />
        </ul>
      );
    case "numbers":
      return (
        <ol dir="auto" start={block.start} className="list-decimal ps-6">
          <Items items={block.items} />
        </ol>
      );
  }
}

const Items = ({ items }: { items: Inline[][] }) =>
  items.map((parts, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
    <li key={index} className="words">
      <Inlines parts={parts} />
    </li>
  ));

const Inlines = ({ parts }: { parts: Inline[] }) =>
  parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
    <Fragment key={index}>
      <InlineWords part={part} />
    </Fragment>
  ));

function InlineWords({ part }: { part: Inline }) {
  const t = useText("thread");
  switch (part.type) {
    case "text":
      return part.text;
    case "mono":
      return <code className="rounded bg-hover px-1 font-mono text-[0.9em]">{part.text}</code>;
    case "bold":
      return (
        <strong className="font-semibold">
          <Inlines parts={part.parts} />
        </strong>
      );
    case "italic":
      return (
        <em>
          <Inlines parts={part.parts} />
        </em>
      );
    case "strike":
      return (
        <s>
          <Inlines parts={part.parts} />
        </s>
      );
    case "link":
      return (
        <a
          href={part.href}
          target="_blank"
          rel="noopener noreferrer"
          className="text-info-text underline underline-offset-2"
        >
          {part.shown}
        </a>
      );
    case "control":
      return (
        <span
          title={t("control", { code: part.code })}
          className="rounded bg-warning-soft px-0.5 text-[0.7em] text-warning-text"
        >
          {part.code}
        </span>
      );
  }
}
