import { Archive, Smartphone } from "lucide-react";
import { useText } from "../../locales/text.ts";

/** Where a conversation takes place, at the corner of its avatar. */
export function ChannelMark({ channel }: { channel: string }) {
  const t = useText("list");
  const name = channel === "whatsapp" ? "WhatsApp" : t("row.storedOnly");
  const Icon = channel === "whatsapp" ? Smartphone : Archive;
  return (
    <span
      title={name}
      className="absolute -end-1 -bottom-1 grid size-[1.05rem] place-items-center rounded-full border border-line bg-raised text-muted"
    >
      {channel === "whatsapp" ? <WhatsApp /> : <Icon aria-hidden className="size-2.5" />}
      <span className="sr-only">{name}</span>
    </span>
  );
}

/** A handset in a speech bubble, drawn by ourselves. */
const WhatsApp = () => (
  <svg aria-hidden viewBox="0 0 16 16" className="size-3 text-success-text" fill="none" stroke="currentColor">
    <path d="M2 14l.9-3A6 6 0 1 1 5.200 13.200z" strokeWidth="1.4" strokeLinejoin="round" />
    <path d="M6 5.500c0 2.400 2 4.500 4.500 4.500" strokeWidth="1.700" strokeLinecap="round" />
  </svg>
);
