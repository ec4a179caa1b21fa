import { Copy, ExternalLink } from "lucide-react";
import { useText } from "../../../locales/text.ts";
import { IconButton } from "../../../ui/button.tsx";
import { toast } from "../../../ui/toast.tsx";
import { type Fields, numberOf, text, webAddress } from "./fields.ts";
import { DrawnMap } from "./map.tsx";

/** A place. Nothing of it is told to anybody before the agent follows the link. */
export function Location({ payload }: { payload: Fields }) {
  const t = useText("thread");
  const common = useText("common");
  const latitude = numberOf(payload.latitude);
  const longitude = numberOf(payload.longitude);
  const website = webAddress(payload.url);
  const isPlace = latitude !== null && longitude !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  const where = isPlace ? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}` : null;
  const copy = () =>
    void navigator.clipboard
      .writeText(where ?? "")
      .then(() => toast({ title: common("actions.copied"), tone: "success", duration: 2000 }))
      .catch(() => undefined);
  return (
    <div className="w-72 max-w-full overflow-hidden rounded-lg border border-line bg-surface text-sm">
      {isPlace && <DrawnMap latitude={latitude} longitude={longitude} />}
      <div className="flex flex-col gap-0.5 px-3 py-2">
        <strong className="words font-medium">{text(payload.name) ?? t("location.title")}</strong>
        {text(payload.address) && <span className="words text-xs text-muted">{text(payload.address)}</span>}
        {where !== null && (
          <span className="flex items-center gap-1 text-xs text-muted tabular-nums">
            {where}
            <IconButton icon={Copy} label={t("location.copy")} size="small" onClick={copy} />
          </span>
        )}
        <span className="flex flex-wrap gap-x-3">
          {where !== null && (
            <Outside
              href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`}
            >
              {t("location.open")}
            </Outside>
          )}
          {website !== null && <Outside href={website}>{t("location.website")}</Outside>}
        </span>
      </div>
    </div>
  );
}

/** A link that leads out of the console. */
export const Outside = ({ href, children }: { href: string; children: string }) => (
  <a
    href={href}
    target="_blank"
    rel="noopener noreferrer"
    title={href}
    className="inline-flex min-h-6 items-center gap-1 text-xs font-medium text-info-text hover:underline"
  >
    {children}
    <ExternalLink aria-hidden className="size-3" />
  </a>
);
