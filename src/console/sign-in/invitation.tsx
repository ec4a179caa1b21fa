import type { FormEvent } from "react";
import { isProblem } from "../api/problem.ts";
import { useChange } from "../api/use-call.ts";
import { leaveInvitation } from "../app/invitation-link.ts";
import { useSignedIn } from "../app/session.tsx";
import { useText } from "../locales/text.ts";
import { Button } from "../ui/button.tsx";
import { faultOf, ProblemNote } from "../ui/problem.tsx";
import { Entrance } from "./entrance.tsx";
import { PasswordField } from "./password-field.tsx";

/** Where somebody comes by an invitation link: they choose a password, and are in. */
export function Invitation({ token }: { token: string }) {
  const t = useText("sign-in");
  const accept = useChange("acceptInvitation");
  const signedIn = useSignedIn();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = `${new FormData(event.currentTarget).get("password")}`;
    const onSuccess: Parameters<typeof accept.mutate>[1] = {
      onSuccess: (identity) => {
        signedIn(identity);
        leaveInvitation();
      },
    };
    accept.mutate({ body: { token, password } }, onSuccess);
  };
  if (isProblem(accept.error, "invitation_not_found"))
    return (
      <Entrance title={t("invitation.over")} lead={t("invitation.overDetail")}>
        <Button tone="primary" onClick={leaveInvitation}>
          {t("title")}
        </Button>
      </Entrance>
    );
  const fault = faultOf(accept.error, "password");
  return (
    <Entrance title={t("invitation.title")} lead={t("invitation.lead")}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <PasswordField label={t("invitation.password")} autoComplete="new-password" error={fault} isFirst />
        {!fault && <ProblemNote error={accept.error} />}
        <Button type="submit" tone="primary" isBusy={accept.isPending}>
          {t("invitation.submit")}
        </Button>
      </form>
    </Entrance>
  );
}
