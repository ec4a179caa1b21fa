import { Check, Copy } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useText } from "../../locales/text.ts";
import { IconButton } from "../../ui/button.tsx";
import { toastProblem } from "../../ui/toast.tsx";

interface CodeBoxProps {
  /** What it is, for who cannot see it. */
  label: string;
  /** What is copied, and shown unless `children` are. */
  text: string;
  children?: ReactNode;
}

const SHOWN_MS = 2_000;

/** Something to be read by a program, as it is; it can be copied. */
export function CodeBox({ label, text, children = text }: CodeBoxProps) {
  const t = useText("common");
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), SHOWN_MS);
    }, toastProblem);
  return (
    <div className="relative min-w-0 rounded-lg border border-line bg-sunken">
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        dir="ltr"
        className="max-h-96 overflow-auto rounded-lg p-3 pe-11"
      >
        <pre className="words font-mono text-xs leading-relaxed">{children}</pre>
      </section>
      <IconButton
        icon={isCopied ? Check : Copy}
        size="small"
        label={t(isCopied ? "actions.copied" : "actions.copy")}
        onClick={() => void copy()}
        className="absolute end-1.5 top-1.5 bg-sunken"
      />
    </div>
  );
}
