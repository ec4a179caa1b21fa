import { useEffect, useMemo, useState } from "react";
import { call } from "../../api/client.ts";
import { type FlowFault, faultsIn, flowFaultOf } from "./flow-faults.ts";
import { parsed } from "./json.ts";

/** So long nobody writes before it is checked. */
const PAUSE_MS = 500;

export interface Check {
  /** What is wrong, and what may not be meant so; of the text that `text` is. */
  faults: FlowFault[];
  text: string;
  isChecking: boolean;
  /** Takes what a call that was refused says. */
  refused: (error: unknown, text: string) => void;
}

/** Has a flow checked whenever somebody rests from writing. Text that is no JSON is not asked about: the editor says so. */
export function useCheck(text: string): Check {
  const [found, setFound] = useState<{ text: string; faults: FlowFault[] }>({ text: "", faults: [] });
  const [isChecking, setChecking] = useState(false);
  useEffect(() => {
    const flow = parsed(text);
    const stop = new AbortController();
    setChecking(flow !== null);
    if (flow === null) return;
    const timer = setTimeout(async () => {
      const faults = await call("checkFlow", { body: { flow }, signal: stop.signal }).then(
        ({ warnings }) => warnings.map((one) => flowFaultOf(one, true)),
        (error) => faultsIn(error) ?? [],
      );
      if (stop.signal.aborted) return;
      setFound({ text, faults });
      setChecking(false);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  return useMemo(() => {
    const refused = (error: unknown, of: string) => {
      const faults = faultsIn(error);
      if (faults !== null && faults.length > 0) setFound({ text: of, faults });
    };
    return { ...found, isChecking, refused };
  }, [found, isChecking]);
}
