import { useState } from "react";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SelectField } from "../../ui/field.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { dateTimeOf } from "../../ui/time.tsx";
import { CopyField } from "../form/copy-field.tsx";

/** How long the secret before goes on signing, in seconds. */
const GRACES = { none: 0, hour: 3_600, day: 86_400, week: 604_800 } as const;
type Grace = keyof typeof GRACES;

/** Makes a new secret, and shows it this once. */
export function RotateDialog({ id, onOpenChange }: { id: string; onOpenChange: (open: boolean) => void }) {
  const t = useText("developers");
  const common = useText("common");
  const rotate = useChange("rotateSecret");
  const [grace, setGrace] = useState<Grace>("day");
  const { data: rotated, error } = rotate;
  const footer = rotated ? (
    <Button tone="primary" onClick={() => onOpenChange(false)}>
      {common("actions.done")}
    </Button>
  ) : (
    <>
      <Button onClick={() => onOpenChange(false)}>{common("actions.cancel")}</Button>
      <Button
        tone="primary"
        isBusy={rotate.isPending}
        onClick={() => rotate.mutate({ params: { id }, body: { grace_seconds: GRACES[grace] } })}
      >
        {t("rotate.run")}
      </Button>
    </>
  );
  return (
    <Dialog
      title={t("rotate.title")}
      lead={t(rotated ? "secret.once" : "rotate.lead")}
      open
      onOpenChange={onOpenChange}
      footer={footer}
    >
      {rotated ? (
        <CopyField
          label={t("secret.label")}
          hint={
            rotated.previous_valid_until
              ? t("rotate.until", { time: dateTimeOf(rotated.previous_valid_until) })
              : t("rotate.ended")
          }
          value={rotated.secret}
        />
      ) : (
        <div className="flex flex-col gap-3">
          <ProblemNote error={error} />
          <SelectField
            label={t("rotate.grace")}
            hint={t("rotate.graceHint")}
            value={grace}
            onChange={(event) => setGrace(event.target.value as Grace)}
          >
            {(Object.keys(GRACES) as Grace[]).map((one) => (
              <option key={one} value={one}>
                {t(`rotate.graces.${one}`)}
              </option>
            ))}
          </SelectField>
        </div>
      )}
    </Dialog>
  );
}
