import { ArrowLeft, SendHorizontal } from "lucide-react";
import { useState } from "react";
import type { Conversation } from "../../../api/types.ts";
import { language, useText } from "../../../locales/text.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { SelectField, TextField } from "../../../ui/field.tsx";
import type { OutgoingDraft } from "../../outbox.ts";
import { HeaderFile, type HeaderFileValue } from "./header-file.tsx";
import { fieldsOf, inLanguage, missingIn, type Template, type TemplateField, templateMessage } from "./template.ts";
import { TemplatePreview } from "./template-preview.tsx";

interface TemplateFormProps {
  /** One template in all its languages. */
  all: Template[];
  conversation: Conversation;
  onSend: (draft: OutgoingDraft) => void;
  onBack: () => void;
}

/** What a template is filled in with, beside what it will read as. */
export function TemplateForm({ all, conversation, onSend, onBack }: TemplateFormProps) {
  const t = useText("composer");
  const [code, setCode] = useState(() => inLanguage(all, language())?.language);
  const template = all.find((one) => one.language === code) ?? all[0];
  const [values, setValues] = useState<Record<string, string>>(() => guessed(template, conversation));
  const [file, setFile] = useState<HeaderFileValue | null>(null);
  const [isTried, setTried] = useState(false);
  if (template === undefined) return null;
  const missing = missingIn(template, values);
  const set = (key: string, value: string) => setValues((before) => ({ ...before, [key]: value }));
  const send = () => {
    setTried(true);
    if (missing.length === 0) onSend(templateMessage(template, values, file?.name ?? null));
  };
  const errorOf = ({ key }: TemplateField) =>
    isTried && missing.some((one) => one.key === key) ? t("template.missing") : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="flex h-full flex-col gap-3 p-0.5"
    >
      <div className="flex items-center gap-2">
        <IconButton
          icon={ArrowLeft}
          label={t("template.back")}
          size="small"
          onClick={onBack}
          className="rtl:rotate-180"
        />
        <h3 className="min-w-0 truncate font-medium">{template.name}</h3>
      </div>
      <div className="grid min-h-0 grow gap-4 overflow-y-auto md:grid-cols-2">
        <div className="flex flex-col gap-3 p-0.5">
          {all.length > 1 && (
            <SelectField
              label={t("template.language")}
              value={template.language}
              onChange={({ currentTarget }) => setCode(currentTarget.value)}
            >
              {all.map((one) => (
                <option key={one.language} value={one.language}>
                  {languageName(one.language)}
                </option>
              ))}
            </SelectField>
          )}
          {fieldsOf(template).map((field) =>
            field.format === "text" || field.format === "code" ? (
              <TextField
                key={field.key}
                label={t(`template.field.${field.part}`, { name: field.name })}
                value={values[field.key] ?? ""}
                maxLength={field.format === "code" ? 20 : 1024}
                error={errorOf(field)}
                onChange={({ currentTarget }) => set(field.key, currentTarget.value)}
              />
            ) : (
              <HeaderFile
                key={field.key}
                format={field.format}
                value={file}
                error={errorOf(field)}
                onChange={(next) => {
                  setFile(next);
                  set(field.key, next?.mediaId ?? "");
                }}
              />
            ),
          )}
          {fieldsOf(template).length === 0 && <p className="text-sm text-muted">{t("template.noFields")}</p>}
        </div>
        <TemplatePreview template={template} values={values} file={file} />
      </div>
      <div className="flex justify-end">
        <Button type="submit" tone="primary" icon={SendHorizontal}>
          {t("template.send")}
        </Button>
      </div>
    </form>
  );
}

/** Greetings begin with a name: where the first place of a body stands in its first words, it is most often that. */
function guessed(template: Template | undefined, { customer_name }: Conversation): Record<string, string> {
  const field = template && fieldsOf(template).find(({ part, name }) => part === "body" && /^(1|.*name)$/.test(name));
  const first = customer_name?.trim().split(/\s+/)[0];
  return field && first ? { [field.key]: first } : {};
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(language(), { type: "language" }).of(code.replace("_", "-")) ?? code;
  } catch {
    return code;
  }
}
