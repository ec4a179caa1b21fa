import { Check, Copy } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { CONTROL, Field } from "../../ui/field.tsx";
import { toastProblem } from "../../ui/toast.tsx";

/** Something to be copied elsewhere. */
export function CopyField({ label, hint, value }: { label: string; hint?: ReactNode; value: string }) {
  const t = useText("common");
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(value).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    }, toastProblem);
  return (
    <Field label={label} hint={hint}>
      {(described) => (
        <div className="flex gap-2">
          <input
            {...described}
            readOnly
            value={value}
            onFocus={(event) => event.target.select()}
            className={classes(CONTROL, "h-9 bg-sunken font-mono text-xs")}
          />
          <Button
            icon={isCopied ? Check : Copy}
            aria-label={`${t(isCopied ? "actions.copied" : "actions.copy")}: ${label}`}
            onClick={() => void copy()}
          >
            {t(isCopied ? "actions.copied" : "actions.copy")}
          </Button>
        </div>
      )}
    </Field>
  );
}
