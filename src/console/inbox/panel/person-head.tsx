import { Copy, Star } from "lucide-react";
import { personOf } from "../../api/conversation.ts";
import type { Conversation } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { IconButton } from "../../ui/button.tsx";
import { toast } from "../../ui/toast.tsx";

const STARS = [1, 2, 3, 4, 5];

/** Who the person outside is. */
export function PersonHead({ conversation }: { conversation: Conversation }) {
  const t = useText("panel");
  const { customer_phone, customer_user_id, rating } = conversation;
  const person = personOf(conversation);
  return (
    <header className="flex flex-col items-center gap-1 px-4 pt-6 pb-4 text-center">
      <Avatar name={person} id={customer_phone ?? conversation.id} size="large" />
      <p className="words mt-1.5 line-clamp-3 max-w-full text-base font-semibold">{person}</p>
      {customer_phone && <Copyable text={customer_phone} label={t("person.copyNumber")} />}
      {customer_user_id && <Copyable text={customer_user_id} label={t("person.copyUserId")} isSmall />}
      {!customer_phone && <p className="text-xs text-muted">{t("person.hidden")}</p>}
      {rating !== null && (
        <p role="img" aria-label={t("person.rating", { count: rating })} className="mt-1 flex gap-0.5">
          {STARS.map((star) => (
            <Star
              key={star}
              aria-hidden
              className={star <= rating ? "size-4 fill-current text-warning-text" : "size-4 text-faint"}
            />
          ))}
        </p>
      )}
    </header>
  );
}

function Copyable({ text, label, isSmall = false }: { text: string; label: string; isSmall?: boolean }) {
  const common = useText("common");
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    toast({ title: common("actions.copied"), duration: 2000 });
  };
  return (
    <p className="flex max-w-full items-center gap-0.5 ps-7">
      <bdi className={isSmall ? "min-w-0 truncate text-xs text-muted" : "text-sm text-muted tabular-nums"}>{text}</bdi>
      <IconButton icon={Copy} label={label} size="small" onClick={() => void copy()} />
    </p>
  );
}
