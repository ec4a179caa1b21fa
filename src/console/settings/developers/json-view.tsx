import { useMemo } from "react";
import { CodeBox } from "./code-box.tsx";
import { type JsonToken, tokensOf } from "./json-tokens.ts";

const COLOURS: Record<JsonToken["kind"], string | undefined> = {
  key: "text-info-text",
  string: "text-success-text",
  literal: "text-warning-text",
  other: undefined,
};

/** A value of JSON in lines; a text as it is. */
export function JsonView({ label, value }: { label: string; value: unknown }) {
  const text = useMemo(() => (typeof value === "string" ? value : JSON.stringify(value, null, 2)), [value]);
  const tokens = useMemo<JsonToken[]>(
    () => (typeof value === "string" ? [{ kind: "other", text }] : tokensOf(text)),
    [value, text],
  );
  return (
    <CodeBox label={label} text={text}>
      {tokens.map((token, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of one text stay where they are
        <span key={index} className={COLOURS[token.kind]}>
          {token.text}
        </span>
      ))}
    </CodeBox>
  );
}
