import { useQueryClient } from "@tanstack/react-query";
import { Switch as Radix } from "radix-ui";
import type { Answer } from "../../api/types.ts";
import { keyOf, useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { toastProblem } from "../../ui/toast.tsx";
import type { Rule } from "./conditions.ts";

type Rules = Answer<"listAutomationRules">;

/** Switches a rule on or off; at once on the page, back again where it is refused. */
export function RuleSwitch({ rule }: { rule: Rule }) {
  const t = useText("settings");
  const client = useQueryClient();
  const put = useChange("putAutomationRule", ["listAutomationRules"]);
  const show = (enabled: boolean) =>
    client.setQueryData<Rules>(
      keyOf("listAutomationRules"),
      (before) => before && { rules: before.rules.map((one) => (one.id === rule.id ? { ...one, enabled } : one)) },
    );
  const set = (enabled: boolean) => {
    const { name, on, conditions, actions } = rule;
    show(enabled);
    put.mutate(
      { params: { id: rule.id }, body: { name, on, conditions, actions, enabled } },
      {
        onError: (error) => {
          show(!enabled);
          toastProblem(error);
        },
      },
    );
  };
  return (
    <Radix.Root
      aria-label={t("automation.enabledOf", { name: rule.name })}
      checked={rule.enabled}
      onCheckedChange={set}
      className="relative z-1 h-6 w-11 shrink-0 rounded-full bg-edge transition-colors data-[state=checked]:bg-accent"
    >
      <Radix.Thumb className="block size-5 translate-x-0.5 rounded-full bg-white shadow transition-transform data-[state=checked]:translate-x-[1.375rem] rtl:-translate-x-0.5 rtl:data-[state=checked]:-translate-x-[1.375rem]" />
    </Radix.Root>
  );
}
