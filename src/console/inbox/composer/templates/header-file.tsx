import { Paperclip } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { ApiProblem } from "../../../api/problem.ts";
import { uploadMedia } from "../../../api/upload.ts";
import { useText } from "../../../locales/text.ts";
import { Button } from "../../../ui/button.tsx";
import { wordsOf } from "../../../ui/problem.tsx";
import { sendablePicture } from "../files/picture.ts";
import type { FileFormat } from "./template.ts";

export interface HeaderFileValue {
  mediaId: string;
  name: string;
  /** Where the browser has it. */
  url: string;
}

interface HeaderFileProps {
  format: FileFormat;
  value: HeaderFileValue | null;
  error: string | null;
  onChange: (value: HeaderFileValue | null) => void;
}

const ACCEPTED = { image: "image/*", video: "video/mp4,video/3gpp", document: "*/*" };

/** The file at the head of a template. */
export function HeaderFile({ format, value, error, onChange }: HeaderFileProps) {
  const t = useText("composer");
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const upload = useRef<AbortController>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  useEffect(() => () => upload.current?.abort(), []);
  const take = async (given: File) => {
    const file = format === "image" ? await sendablePicture(given) : given;
    const control = new AbortController();
    upload.current = control;
    setBusy(true);
    setProblem(null);
    const wish = {
      file,
      name: file.name,
      kind: format,
      idempotencyKey: crypto.randomUUID(),
      onProgress: () => undefined,
    };
    try {
      const { id: mediaId } = await uploadMedia({ ...wish, signal: control.signal });
      onChange({ mediaId, name: file.name, url: URL.createObjectURL(file) });
    } catch (failure) {
      if (!control.signal.aborted)
        setProblem(failure instanceof ApiProblem ? failure : new ApiProblem("unreadable", 0));
    } finally {
      setBusy(false);
    }
  };
  const wrong = problem ? wordsOf(problem) : error;
  return (
    <div className="flex flex-col gap-1">
      <span id={id} className="text-sm font-medium">
        {t(`template.file.${format}`)}
      </span>
      <div className="flex items-center gap-2">
        <Button icon={Paperclip} isBusy={isBusy} aria-describedby={id} onClick={() => input.current?.click()}>
          {t(value ? "template.file.other" : "template.file.choose")}
        </Button>
        {value && <span className="min-w-0 truncate text-sm text-muted">{value.name}</span>}
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept={ACCEPTED[format]}
        aria-labelledby={id}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) void take(file);
          currentTarget.value = "";
        }}
      />
      {wrong && (
        <p role="alert" className="text-xs font-medium text-danger-text">
          {wrong}
        </p>
      )}
    </div>
  );
}
