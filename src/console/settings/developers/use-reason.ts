import { useText } from "../../locales/text.ts";
import { knownReason } from "./quarantine.ts";

/** Says why something could not be placed. */
export function useReason(): (reason: string) => string {
  const t = useText("developers");
  return (reason) => {
    const known = knownReason(reason);
    return known === null ? reason : t(`quarantine.reasons.${known}`);
  };
}
