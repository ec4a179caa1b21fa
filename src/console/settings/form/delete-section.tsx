import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/dialog.tsx";
import { Section } from "../../ui/page.tsx";
import { toastProblem } from "../../ui/toast.tsx";

interface DeleteSectionProps {
  /** What is lost, and what is not. */
  detail: string;
  /** What the question is: "Delete “Repairs”?" */
  question: string;
  /** Goes elsewhere when it is done. @throws where it is refused */
  onDelete: () => Promise<unknown>;
}

/** At the end of a page: takes away what it is about, after a question. */
export function DeleteSection({ detail, question, onDelete }: DeleteSectionProps) {
  const t = useText("common");
  const [isAsked, setAsked] = useState(false);
  const remove = () =>
    onDelete().catch((error) => {
      toastProblem(error);
      throw error;
    });
  return (
    <Section>
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 grow basis-64 text-sm text-muted">{detail}</p>
        <Button icon={Trash2} className="text-danger-text" onClick={() => setAsked(true)}>
          {t("actions.delete")}
        </Button>
      </div>
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        title={question}
        detail={detail}
        action={t("actions.delete")}
        onConfirm={remove}
      />
    </Section>
  );
}
