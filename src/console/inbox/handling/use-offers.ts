import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { call } from "../../api/client.ts";
import { useMe } from "../../app/session.tsx";
import { useConnectionStatus, useFrames } from "../../live/live.tsx";
import { useNow } from "../../ui/time.tsx";
import { type Offers, stillLive, withConversation, withoutTicket, withTickets } from "./offers-state.ts";

/** Tickets that wait are few; more of them than fit a page are offered to others. */
const PAGE = 200;

/** What is offered to the agent: as the desk had it when the line was opened, then as the socket tells it. */
export function useOffers() {
  const meId = useMe().id;
  const client = useQueryClient();
  const status = useConnectionStatus();
  const [offers, setOffers] = useState<Offers>([]);
  const heard = useRef(new Set<string>());
  useFrames((frame) => {
    if (frame.type !== "conversation:new" && frame.type !== "conversation:updated") return;
    heard.current.add(frame.data.id);
    setOffers((before) => withConversation(before, frame.data, { meId, now: Date.now() }));
  });
  useEffect(() => {
    if (status !== "open") return;
    heard.current = new Set();
    const read = () => call("listTickets", { query: { state: "pending", limit: PAGE } });
    // What could not be read is told as soon as it changes.
    void client.fetchQuery({ queryKey: ["offers", meId], queryFn: read, staleTime: 0 }).then(
      ({ tickets }) =>
        setOffers((before) => withTickets(before, tickets, { meId, now: Date.now(), heard: heard.current })),
      () => undefined,
    );
  }, [status, meId, client]);
  const now = useNow(1000);
  const live = stillLive(offers, now);
  return { offers: live, remove: (ticketId: string) => setOffers((before) => withoutTicket(before, ticketId)) };
}
