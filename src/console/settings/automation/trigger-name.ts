import { useText } from "../../locales/text.ts";
import { isKnownTrigger, type KnownTrigger } from "./conditions.ts";

type Underscored<S extends string> = S extends `${infer A}.${infer B}` ? `${A}_${B}` : S;

/** What an event is called; one that has no word of its own by its name in the log. */
export function useTriggerName(): (name: string) => string {
  const t = useText("settings");
  return (name) => (isKnownTrigger(name) ? t(`triggers.${name.replace(".", "_") as Underscored<KnownTrigger>}`) : name);
}
