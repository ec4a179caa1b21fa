import { type FormEvent, useEffect, useState } from "react";
import { type ApiProblem, isProblem } from "../api/problem.ts";
import { useChange } from "../api/use-call.ts";
import { useSignedIn } from "../app/session.tsx";
import { useText } from "../locales/text.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { wordsOf } from "../ui/problem.tsx";
import { forgetOffered, offeredCredentials } from "./credentials-link.ts";
import { Entrance } from "./entrance.tsx";
import { PasswordField } from "./password-field.tsx";

interface NamedTenant {
  id: string;
  name: string;
}

/** Where nobody is signed in. Who is let in goes on at the address where they are. */
export function SignIn({ isExpired }: { isExpired: boolean }) {
  const t = useText("sign-in");
  const signIn = useChange("createSession");
  const signedIn = useSignedIn();
  const [tenants, setTenants] = useState<NamedTenant[]>([]);
  const [offered] = useState(offeredCredentials);
  useEffect(forgetOffered, []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const tenant_id = form.get("tenant");
    const body = {
      email: `${form.get("email")}`,
      password: `${form.get("password")}`,
      ...(tenant_id ? { tenant_id: `${tenant_id}` } : {}),
    };
    signIn.mutate(
      { body },
      {
        onSuccess: signedIn,
        onError: (problem) =>
          isProblem(problem, "several_tenants") && setTenants((problem.document.tenants as NamedTenant[]) ?? []),
      },
    );
  };
  return (
    <Entrance title={t("title")} lead={isExpired ? t("expired") : t("lead")}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t("email")}
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus
          defaultValue={offered.email}
        />
        <PasswordField label={t("password")} autoComplete="current-password" defaultValue={offered.password} />
        {tenants.length > 0 && (
          <SelectField label={t("tenant")} name="tenant">
            {tenants.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        <p role="alert" className="text-sm font-medium text-danger-text empty:hidden">
          {signIn.error && !isProblem(signIn.error, "several_tenants") && <Why problem={signIn.error} />}
        </p>
        <Button type="submit" tone="primary" isBusy={signIn.isPending}>
          {t(signIn.isPending ? "submitting" : "submit")}
        </Button>
      </form>
      <p className="mt-5 text-xs text-muted">{t("forgot")}</p>
    </Entrance>
  );
}

function Why({ problem }: { problem: ApiProblem }) {
  const t = useText("sign-in");
  if (problem.code === "sign_in_failed") return t("wrong");
  if (problem.code === "too_many_attempts") return t("wait", { detail: problem.detail ?? "" });
  return wordsOf(problem);
}
