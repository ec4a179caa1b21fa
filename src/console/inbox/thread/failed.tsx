import { RotateCcw, TriangleAlert } from "lucide-react";
import type { Message } from "../../api/types.ts";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { toastProblem } from "../../ui/toast.tsx";

/** Why a message did not arrive, in the channel's words, and the way to say it again. */
export function Failed({ message, isResent }: { message: Message; isResent: boolean }) {
  const t = useText("thread");
  const resend = useChange("resendMessage");
  const { error } = message;
  const reason = [error?.title, error?.detail]
    .filter((part, index, all) => part && all.indexOf(part) === index)
    .join(": ");
  return (
    <div className="mt-1 flex max-w-full flex-wrap items-center justify-end gap-x-2 gap-y-1 text-xs text-danger-text">
      <span className="flex min-w-0 items-start gap-1">
        <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
        <span className="words">
          {t("failed.title")}
          {reason !== "" && ` ${reason}`}
          {error?.code != null && !reason.includes(`${error.code}`) && ` (${error.code})`}
        </span>
      </span>
      {isResent || resend.isSuccess ? (
        <span className="text-muted">{t("failed.resent")}</span>
      ) : (
        message.origin === "api" && (
          <Button
            size="small"
            icon={RotateCcw}
            isBusy={resend.isPending}
            onClick={() => resend.mutate({ params: { id: message.id } }, { onError: toastProblem })}
          >
            {t("failed.again")}
          </Button>
        )
      )}
    </div>
  );
}
