import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Answer, Body } from "../../api/types.ts";
import { keyOf, useCall, useChange } from "../../api/use-call.ts";
import { textsOf } from "../../locales/text.ts";
import { toast } from "../../ui/toast.tsx";
import { changesOf } from "../form/same.ts";
import { type Draft, useDraft } from "../form/use-draft.ts";

export type Tenant = Answer<"getTenant">;
export type Policies = Tenant["policies"];

export const useTenant = () => useCall("getTenant");

export interface TenantForm<T> extends Draft<T> {
  save: () => void;
  isBusy: boolean;
  error: Error | null;
}

/**
 * Some of the tenant's settings while they are written, and saved.
 * @param bodyOf what changed, as the call takes it
 */
export function useTenantForm<T extends object>(
  saved: T,
  bodyOf: (changes: Partial<T>) => Body<"changeTenant">,
): TenantForm<T> {
  const client = useQueryClient();
  const draft = useDraft(saved);
  const change = useChange("changeTenant", ["getSession"]);
  const [error, setError] = useState<Error | null>(null);
  const save = () =>
    change.mutate(
      { body: bodyOf(changesOf(saved, draft.value)) },
      {
        onSuccess: (tenant) => {
          client.setQueryData(keyOf("getTenant"), tenant);
          draft.reset();
          setError(null);
          toast({ title: textsOf("common")("actions.saved"), tone: "success" });
        },
        onError: setError,
      },
    );
  const reset = () => {
    draft.reset();
    setError(null);
  };
  return { ...draft, reset, save, isBusy: change.isPending, error };
}

/** As `useTenantForm`, of policies. */
export const usePolicyForm = <Key extends keyof Policies>(policies: Policies, keys: readonly Key[]) =>
  useTenantForm(
    Object.fromEntries(keys.map((key) => [key, policies[key]])) as Pick<Policies, Key>,
    (changes): Body<"changeTenant"> => ({ policies: changes }),
  );
