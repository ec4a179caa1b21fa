import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../../../api/client.ts";
import type { ApiProblem } from "../../../api/problem.ts";
import type { Answer, Body } from "../../../api/types.ts";
import { keyOf } from "../../../api/use-call.ts";

type TrialBody = Body<"testFlow">;
export type TrialInput = NonNullable<TrialBody["inputs"]>[number];
/** What services and the AI agent answer in the test, by node. */
export interface MadeUp {
  http: NonNullable<TrialBody["http"]>;
  ai: NonNullable<TrialBody["ai"]>;
}

/** Plays what is kept of a flow, from its beginning, with all that was said so far. */
export function useTrial(id: string, isOn: boolean) {
  const [inputs, setInputs] = useState<TrialInput[]>([]);
  const [madeUp, setMadeUp] = useState<MadeUp>({ http: {}, ai: {} });
  const [customer, setCustomer] = useState("Ann");
  // When it begins: else each word of the customer's would play all of it at another time.
  const [at, setAt] = useState(() => new Date().toISOString());
  const time_zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const given = { params: { id }, body: { inputs, ...madeUp, customer: { name: customer }, at, time_zone } };
  const played = useQuery<Answer<"testFlow">, ApiProblem>({
    queryKey: keyOf("testFlow", given),
    queryFn: ({ signal }) => call("testFlow", { ...given, signal }),
    placeholderData: keepPreviousData,
    enabled: isOn,
  });
  return {
    played,
    inputs,
    madeUp,
    setMadeUp,
    customer,
    setCustomer,
    say: (input: TrialInput) => setInputs((before) => [...before, input]),
    takeBack: () => setInputs((before) => before.slice(0, -1)),
    restart: () => {
      setInputs([]);
      setAt(new Date().toISOString());
    },
  };
}
