import { BellRing } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useCommands } from "../../app/commands.tsx";
import { useText } from "../../locales/text.ts";
import { OfferCard } from "./offer-card.tsx";
import { useAlerts } from "./use-alerts.ts";
import { useOffers } from "./use-offers.ts";

/** What lies beneath toasts, so that they do not cover a button that counts down (`ui/toasts.tsx`). */
const ROOM = "--offers-height";
/** So many are shown, those that end first; how many others there are is told. */
const SHOWN = 3;
/** Of what they lie in, at one end; toasts keep their own distance. */
const PADDING = 8;

/**
 * Tickets that are offered to the agent. They come by themselves, take no keyboard from anybody, and go when they end.
 * They lie over the end of the list, on a phone over the top of the thread: never over where somebody writes.
 */
export function Offers() {
  const t = useText("work");
  const { offers, remove } = useOffers();
  const place = useRef<HTMLElement>(null);
  useAlerts();
  const count = offers.length;
  useEffect(() => {
    const style = document.documentElement.style;
    const watcher = new ResizeObserver(() => {
      const height = place.current?.firstElementChild ? place.current.offsetHeight : 0;
      style.setProperty(ROOM, `${Math.max(0, height - PADDING)}px`);
    });
    if (place.current) watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      style.removeProperty(ROOM);
    };
  }, []);
  useCommands(
    useMemo(
      () =>
        count === 0
          ? []
          : [
              {
                id: "offers",
                title: t("offer.focus"),
                group: t("group"),
                icon: BellRing,
                keys: "Shift+O",
                run: () => place.current?.querySelector<HTMLElement>("[data-offer]")?.focus(),
              },
            ],
      [count, t],
    ),
  );
  return (
    <section
      ref={place}
      aria-label={t("offer.region")}
      aria-live="polite"
      className="pointer-events-none fixed start-0 z-30 flex max-h-[75dvh] gap-2 overflow-y-auto p-2 max-md:top-13 max-md:w-full max-md:flex-col md:start-14 md:bottom-0 md:w-80 md:flex-col-reverse md:[:root:has([data-bulk])_&]:bottom-12 xl:w-[22rem]"
    >
      {offers.slice(0, SHOWN).map((offer, index) => (
        <OfferCard key={offer.ticket_id} offer={offer} isFirst={index === 0} onGone={() => remove(offer.ticket_id)} />
      ))}
      {count > SHOWN && (
        <p className="mx-auto rounded-full bg-raised px-3 py-1 text-xs font-medium text-muted shadow-floating">
          {t("offer.others", { count: count - SHOWN })}
        </p>
      )}
    </section>
  );
}
