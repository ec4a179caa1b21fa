import { useState } from "react";
import { useText } from "../../../locales/text.ts";
import { TextArea, TextField } from "../../../ui/field.tsx";
import { Checkbox } from "../../../ui/switch.tsx";
import { graphOf } from "../graph.ts";
import type { MadeUp, useTrial } from "./use-trial.ts";

interface MadeUpAnswersProps {
  flow: unknown;
  trial: Pick<ReturnType<typeof useTrial>, "madeUp" | "setMadeUp" | "customer" | "setCustomer">;
}

/** Who the customer is, and what services and the AI agent answer in the test. */
export function MadeUpAnswers({ flow, trial }: MadeUpAnswersProps) {
  const t = useText("knowledge");
  const { madeUp, setMadeUp, customer, setCustomer } = trial;
  const nodes = graphOf(flow).nodes.filter(({ type }) => type === "http" || type === "ai_answer");
  return (
    <div className="flex flex-col gap-4 border-t border-line p-4">
      <h3 className="text-xs font-medium text-muted">{t("trial.madeUp")}</h3>
      <TextField
        label={t("trial.customerName")}
        value={customer}
        onChange={(event) => setCustomer(event.target.value)}
      />
      {nodes.map(({ id, type }) =>
        type === "http" ? (
          <HttpAnswer key={id} id={id} onChange={(answer) => setMadeUp(withAnswer(madeUp, "http", id, answer))} />
        ) : (
          <AiAnswer key={id} id={id} onChange={(answer) => setMadeUp(withAnswer(madeUp, "ai", id, answer))} />
        ),
      )}
    </div>
  );
}

function withAnswer<Kind extends keyof MadeUp>(
  madeUp: MadeUp,
  kind: Kind,
  id: string,
  answer: MadeUp[Kind][string][number] | null,
): MadeUp {
  const { [id]: _, ...others } = madeUp[kind];
  return { ...madeUp, [kind]: answer === null ? others : { ...others, [id]: [answer] } };
}

/** What was written as JSON; a text where it is none. */
const bodyIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

function HttpAnswer({
  id,
  onChange,
}: {
  id: string;
  onChange: (answer: MadeUp["http"][string][number] | null) => void;
}) {
  const t = useText("knowledge");
  const [status, setStatus] = useState("");
  const [body, setBody] = useState("");
  const tell = (code: string, text: string) => {
    const number = Number(code);
    const isCode = Number.isInteger(number) && number >= 100 && number <= 599;
    onChange(isCode ? { status: number, ...(text.trim() === "" ? {} : { body: bodyIn(text) }) } : null);
  };
  return (
    <fieldset className="flex flex-col gap-2 rounded-lg border border-line p-2.5">
      <legend className="px-1 font-mono text-2xs text-muted">{id}</legend>
      <TextField
        label={t("trial.status")}
        hint={status === "" ? t("trial.noAnswer") : undefined}
        inputMode="numeric"
        placeholder="200"
        value={status}
        onChange={(event) => {
          setStatus(event.target.value);
          tell(event.target.value, body);
        }}
      />
      <TextArea
        label={t("trial.body")}
        rows={3}
        spellCheck={false}
        placeholder='{"status": "shipped"}'
        className="[&_textarea]:font-mono [&_textarea]:text-xs"
        value={body}
        onChange={(event) => {
          setBody(event.target.value);
          tell(status, event.target.value);
        }}
      />
    </fieldset>
  );
}

function AiAnswer({ id, onChange }: { id: string; onChange: (answer: MadeUp["ai"][string][number] | null) => void }) {
  const t = useText("knowledge");
  const [body, setBody] = useState("");
  const [isUnsure, setUnsure] = useState(false);
  const tell = (text: string, low_confidence: boolean) =>
    onChange(text.trim() === "" ? null : { body: text, low_confidence });
  return (
    <fieldset className="flex flex-col gap-2 rounded-lg border border-line p-2.5">
      <legend className="px-1 font-mono text-2xs text-muted">{id}</legend>
      <TextArea
        label={t("trial.aiAnswer")}
        rows={3}
        value={body}
        onChange={(event) => {
          setBody(event.target.value);
          tell(event.target.value, isUnsure);
        }}
      />
      <Checkbox
        label={t("trial.aiUnsure")}
        checked={isUnsure}
        onChange={(is) => {
          setUnsure(is);
          tell(body, is);
        }}
      />
    </fieldset>
  );
}
