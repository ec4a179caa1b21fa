import { useQueryClient } from "@tanstack/react-query";
import { Plus, Replace, X } from "lucide-react";
import { useRef, useState } from "react";
import { keyOf, useCall, useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { Empty } from "../../ui/empty.tsx";
import { CONTROL } from "../../ui/field.tsx";
import { toast } from "../../ui/toast.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { OneOf } from "../form/one-of.tsx";
import { same } from "../form/same.ts";
import { groupsOf, type Row, rowsOf } from "./synonym-rows.ts";

/** Words that mean the same here, a line for each group of them. */
export function SynonymsEditor() {
  const synonyms = useCall("getSynonyms");
  return (
    <OneOf query={synonyms} item={synonyms.data}>
      {({ groups }) => <Groups saved={groups} />}
    </OneOf>
  );
}

function Groups({ saved }: { saved: string[][] }) {
  const t = useText("knowledge");
  const client = useQueryClient();
  const put = useChange("putSynonyms", ["searchArticles"]);
  const [rows, setRows] = useState<Row[]>(() => rowsOf(saved));
  const [isTried, setTried] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const { groups, tooShort } = groupsOf(rows);
  const add = () => {
    setRows((before) => [...before, ...rowsOf([[]])]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus());
  };
  const save = () => {
    setTried(true);
    if (tooShort.length > 0) return;
    put.mutate(
      { body: { groups } },
      {
        onSuccess: (kept) => {
          client.setQueryData(keyOf("getSynonyms"), kept);
          setRows(rowsOf(kept.groups));
          setTried(false);
          toast({ title: t("synonyms.saved"), tone: "success" });
        },
      },
    );
  };
  return (
    <EditForm
      isDirty={!same(groups, saved) || tooShort.length > 0}
      isBusy={put.isPending}
      error={put.error}
      onSave={save}
      onReset={() => setRows(rowsOf(saved))}
    >
      <fieldset className="rounded-xl border border-line bg-surface">
        <legend className="sr-only">{t("answers.views.synonyms")}</legend>
        <div className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3">
          <p className="min-w-0 grow basis-64 text-sm text-muted">{t("synonyms.lead")}</p>
          <Button icon={Plus} onClick={add}>
            {t("synonyms.add")}
          </Button>
        </div>
        {rows.length === 0 && (
          <Empty icon={Replace} title={t("synonyms.empty.title")} detail={t("synonyms.empty.detail")} />
        )}
        <ul ref={list} aria-label={t("answers.views.synonyms")} className="flex flex-col gap-2 p-4 empty:hidden">
          {rows.map((row, index) => {
            const isWrong = isTried && tooShort.includes(row.key);
            return (
              <li key={row.key}>
                <div className="flex items-center gap-2">
                  <input
                    value={row.text}
                    dir="auto"
                    aria-label={t("synonyms.group", { number: index + 1 })}
                    aria-invalid={isWrong || undefined}
                    aria-describedby={isWrong ? `${row.key}-error` : undefined}
                    placeholder={t("synonyms.placeholder")}
                    onChange={({ target }) =>
                      setRows(rows.map((one) => (one.key === row.key ? { ...one, text: target.value } : one)))
                    }
                    className={classes(CONTROL, "h-9")}
                  />
                  <IconButton
                    icon={X}
                    label={t("synonyms.remove", { number: index + 1 })}
                    onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}
                  />
                </div>
                {isWrong && (
                  <p id={`${row.key}-error`} className="mt-1 text-xs font-medium text-danger-text">
                    {t("synonyms.tooShort")}
                  </p>
                )}
              </li>
            );
          })}
        </ul>
      </fieldset>
    </EditForm>
  );
}
