import { RotateCw, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Answer } from "../../api/types.ts";
import { useCall, useChange } from "../../api/use-call.ts";
import { language, useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm, Dialog } from "../../ui/dialog.tsx";
import { ProblemNote, ProblemPane } from "../../ui/problem.tsx";
import { Loading } from "../../ui/spinner.tsx";
import { dateTimeOf } from "../../ui/time.tsx";
import { toast, toastProblem } from "../../ui/toast.tsx";
import { JsonView } from "./json-view.tsx";
import { knownReason } from "./quarantine.ts";
import { useReason } from "./use-reason.ts";

type Item = Answer<"getQuarantineItem">;

/** One item as it came: why it is here, what to do about that, and to try it again. */
export function QuarantineDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText("developers");
  const wordsOf = useReason();
  const { data, error, refetch } = useCall("getQuarantineItem", { params: { id } });
  return (
    <Dialog
      title={data ? wordsOf(data.reason) : t("quarantine.one")}
      lead={data && `${dateTimeOf(data.at)} · ${bytes(data.size)}`}
      width="wide"
      open
      onOpenChange={(open) => !open && onClose()}
      footer={data && <Footer id={id} onClose={onClose} />}
    >
      {data ? (
        <Words item={data} />
      ) : error ? (
        <ProblemPane error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="h-80">
          <Loading />
        </div>
      )}
    </Dialog>
  );
}

function Words({ item: { reason, raw } }: { item: Item }) {
  const t = useText("developers");
  const known = knownReason(reason);
  return (
    <div className="flex flex-col gap-3 pb-2">
      {known && <p className="text-sm text-muted">{t(`quarantine.ways.${known}`)}</p>}
      <JsonView label={t("quarantine.raw")} value={raw} />
    </div>
  );
}

function Footer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText("developers");
  const wordsOf = useReason();
  const replay = useChange("replayQuarantineItem", ["listQuarantine", "getOperations"]);
  const discard = useChange("discardQuarantineItem", ["listQuarantine", "getOperations"]);
  const [isAsked, setAsked] = useState(false);
  const params = { id };
  const tryAgain = () =>
    replay.mutate(
      { params },
      {
        onSuccess: (result) => {
          if (result.outcome !== "placed") return;
          toast({ title: t("quarantine.placed"), tone: "success" });
          onClose();
        },
      },
    );
  const throwAway = () =>
    discard.mutateAsync({ params }).then(onClose, (error) => {
      toastProblem(error);
      throw error;
    });
  return (
    <>
      <div role="status" className="grow basis-full text-sm text-warning-text empty:hidden sm:basis-0 sm:self-center">
        {replay.data?.outcome === "still_quarantined" && t("quarantine.still", { reason: wordsOf(replay.data.reason) })}
      </div>
      <ProblemNote error={replay.error} />
      <Button icon={Trash2} onClick={() => setAsked(true)}>
        {t("quarantine.discard")}
      </Button>
      <Button tone="primary" icon={RotateCw} isBusy={replay.isPending} onClick={tryAgain}>
        {t("quarantine.replay")}
      </Button>
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        title={t("quarantine.discardTitle")}
        detail={t("quarantine.discardDetail")}
        action={t("quarantine.discard")}
        onConfirm={throwAway}
      />
    </>
  );
}

const bytes = (size: number): string =>
  new Intl.NumberFormat(language(), {
    style: "unit",
    unit: size < 1_000 ? "byte" : "kilobyte",
    unitDisplay: "long",
    maximumFractionDigits: 1,
  }).format(size < 1_000 ? size : size / 1_000);
