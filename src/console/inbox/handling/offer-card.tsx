import { Check, X } from "lucide-react";
import { personOf, useConversation } from "../../api/conversation.ts";
import { SETTINGS_STALE_MS } from "../../api/people.ts";
import { whyHandedOver } from "../../api/reason.ts";
import type { Conversation } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { clockOf, useNow } from "../../ui/time.tsx";
import { LastSaid } from "../list/snippet.tsx";
import { Countdown } from "./countdown.tsx";
import type { Offer } from "./offers-state.ts";
import { useAnswer } from "./use-answer.ts";

const USUAL_OFFER_S = 30;

interface OfferCardProps {
  offer: Offer;
  /** The one that ends first is told whole; of others only who it is. */
  isFirst: boolean;
  onGone: () => void;
}

/** One ticket that is offered: who waits, why, and how long one may think about it. */
export function OfferCard({ offer, isFirst, onGone }: OfferCardProps) {
  const t = useText("work");
  const now = useNow(1000);
  const { data: conversation } = useConversation(offer.conversation_id);
  const tenant = useCall("getTenant", undefined, { staleTime: SETTINGS_STALE_MS });
  const { busy, answer } = useAnswer(offer, onGone);
  const person = conversation ? personOf(conversation) : "…";
  const buttons = { disabled: busy !== null };
  return (
    <article
      aria-label={t("offer.of", { name: person })}
      className="pointer-events-auto w-full animate-rise rounded-2xl border border-line bg-raised p-3.5 shadow-floating"
    >
      <div className="flex items-center gap-3">
        <Who conversation={conversation} />
        <span className="sr-only">{t("offer.until", { time: clockOf(offer.until) })}</span>
        <Countdown
          leftMs={Date.parse(offer.until) - now}
          totalMs={1000 * (tenant.data?.policies.offer_timeout ?? USUAL_OFFER_S)}
        />
        {!isFirst && (
          <span className="flex">
            <IconButton
              {...buttons}
              icon={X}
              label={t("offer.declineOf", { name: person })}
              onClick={() => void answer("decline")}
            />
            <IconButton
              {...buttons}
              icon={Check}
              label={t("offer.acceptOf", { name: person })}
              className="text-accent-text"
              onClick={() => void answer("accept")}
            />
          </span>
        )}
      </div>
      {isFirst && (
        <>
          <Why conversation={conversation} />
          <div className="mt-3 grid grid-cols-2 gap-2">
            <Button {...buttons} isBusy={busy === "decline"} onClick={() => void answer("decline")}>
              {t("offer.decline")}
            </Button>
            <Button
              {...buttons}
              tone="primary"
              isBusy={busy === "accept"}
              onClick={() => void answer("accept")}
              data-offer
            >
              {t("offer.accept")}
            </Button>
          </div>
        </>
      )}
    </article>
  );
}

function Who({ conversation }: { conversation: Conversation | undefined }) {
  const t = useText("work");
  if (!conversation)
    return (
      <>
        <Skeleton className="size-9 rounded-full" />
        <div className="grow space-y-1.5 py-0.5">
          <Skeleton className="h-3 w-24" />
          <Skeleton className="h-4 w-36" />
        </div>
      </>
    );
  const person = personOf(conversation);
  return (
    <>
      <Avatar name={person} id={conversation.customer_phone ?? conversation.id} />
      <div className="min-w-0 grow">
        <p className="text-xs font-medium text-accent-text">{t("offer.title")}</p>
        <p className="truncate font-semibold">
          <bdi>{person}</bdi>
        </p>
      </div>
    </>
  );
}

function Why({ conversation }: { conversation: Conversation | undefined }) {
  const t = useText("work");
  const reason = conversation && whyHandedOver(conversation);
  return (
    <>
      {reason && <p className="words mt-2 line-clamp-2 text-sm text-muted">{t("offer.reason", { reason })}</p>}
      {conversation?.last_message && (
        <p className="mt-2 rounded-lg bg-sunken px-2.5 py-1.5 text-sm">
          <span className="words line-clamp-2">
            <LastSaid last={conversation.last_message} />
          </span>
        </p>
      )}
    </>
  );
}
