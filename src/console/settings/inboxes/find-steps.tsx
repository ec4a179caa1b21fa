import { ExternalLink } from "lucide-react";
import { useText } from "../../locales/text.ts";

const VALUES = ["app", "number", "token", "secret"] as const;

/** Where each value is in Meta's console, in words. */
export function FindSteps() {
  const t = useText("channels");
  return (
    <div className="flex flex-col gap-4">
      <ol className="flex flex-col gap-4">
        {VALUES.map((value) => (
          <li key={value} className="border-s-2 border-line ps-4">
            <p className="text-sm font-medium">{t(`find.${value}.title`)}</p>
            <p className="mt-0.5 text-sm text-muted">{t(`find.${value}.detail`)}</p>
          </li>
        ))}
      </ol>
      <a
        href="https://developers.facebook.com/apps"
        target="_blank"
        rel="noreferrer"
        className="inline-flex min-h-6 items-center gap-1.5 self-start text-sm font-medium text-accent-text hover:underline"
      >
        {t("find.open")}
        <ExternalLink aria-hidden className="size-4" />
      </a>
    </div>
  );
}
