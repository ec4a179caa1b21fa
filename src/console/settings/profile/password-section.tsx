import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { isProblem } from "../../api/problem.ts";
import { keyOf, useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { faultOf, ProblemNote } from "../../ui/problem.tsx";
import { toast } from "../../ui/toast.tsx";

/** Changes one's own password. */
export function PasswordSection() {
  const t = useText("settings");
  const client = useQueryClient();
  const change = useChange("changePassword", ["listSessions"]);
  const [round, setRound] = useState(0);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = { current_password: `${form.get("current")}`, password: `${form.get("password")}` };
    change.mutate(
      { body },
      {
        onSuccess: (identity) => {
          client.setQueryData(keyOf("getSession"), identity);
          setRound(round + 1);
          toast({ title: t("password.changed"), tone: "success" });
        },
      },
    );
  };
  const isWrong = isProblem(change.error, "sign_in_failed");
  const fault = faultOf(change.error, "password");
  return (
    <Section title={t("password.title")} lead={t("password.lead")}>
      <form key={round} onSubmit={submit} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t("password.current")}
            name="current"
            type="password"
            autoComplete="current-password"
            required
            error={isWrong ? t("password.wrong") : faultOf(change.error, "current_password")}
          />
          <TextField
            label={t("password.new")}
            name="password"
            type="password"
            autoComplete="new-password"
            required
            hint={t("password.hint")}
            error={fault}
          />
        </div>
        {!isWrong && !fault && <ProblemNote error={change.error} />}
        <Button type="submit" isBusy={change.isPending} className="self-start">
          {t("password.change")}
        </Button>
      </form>
    </Section>
  );
}
