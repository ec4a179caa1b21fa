import { useState } from "react";
import { useLocation } from "wouter";
import { call } from "../../api/client.ts";
import { usePeople } from "../../api/people.ts";
import { isProblem } from "../../api/problem.ts";
import { toast } from "../../ui/toast.tsx";
import type { Offer } from "./offers-state.ts";
import { workProblem } from "./work-words.ts";

type Answer = "accept" | "decline";

/** Over for this agent: whatever became of it, there is nothing more to say. */
const isOver = (error: unknown): boolean =>
  isProblem(error, "ticket_assigned", "ticket_offered", "not_offered", "ticket_transition", "not_found");

/** Says yes or no to an offer: a yes opens the conversation. @returns what is being said */
export function useAnswer({ ticket_id, conversation_id }: Offer, onGone: () => void) {
  const [, navigate] = useLocation();
  const { nameOf } = usePeople();
  const [busy, setBusy] = useState<Answer | null>(null);
  const answer = async (how: Answer): Promise<void> => {
    setBusy(how);
    const given = { params: { id: ticket_id }, body: {} };
    try {
      await (how === "accept" ? call("acceptTicket", given) : call("declineTicket", given));
      onGone();
      if (how === "accept") navigate(`/conversations/${conversation_id}`);
    } catch (error) {
      toast({ title: workProblem(error, nameOf), tone: "danger", duration: 10_000 });
      if (isOver(error)) onGone();
    } finally {
      setBusy(null);
    }
  };
  return { busy, answer };
}
