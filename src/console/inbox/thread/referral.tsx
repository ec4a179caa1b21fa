import { Megaphone } from "lucide-react";
import type { Message } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { text, webAddress } from "./content/fields.ts";
import { Outside } from "./content/location.tsx";

/** The advertisement through which somebody came, above what they wrote. */
export function Referral({ referral }: { referral: NonNullable<Message["referral"]> }) {
  const t = useText("thread");
  const href = webAddress(referral.source_url);
  const headline = text(referral.headline);
  const body = text(referral.body);
  return (
    <div className="mb-1 flex w-72 max-w-full flex-col gap-0.5 rounded-lg border-s-[3px] border-info-text bg-hover px-2.5 py-1.5 text-sm">
      <span className="flex items-center gap-1.5 text-2xs text-muted">
        <Megaphone aria-hidden className="size-3" />
        {t(text(referral.source_type) === "post" ? "referral.post" : "referral.ad")}
      </span>
      {headline && <strong className="words line-clamp-2 font-medium">{headline}</strong>}
      {body && <span className="words line-clamp-3 text-xs text-muted">{body}</span>}
      {href !== null && <Outside href={href}>{t("referral.open")}</Outside>}
    </div>
  );
}
