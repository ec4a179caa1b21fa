import { Copy, ExternalLink, FileText, Film, ImageIcon, Phone, Reply } from "lucide-react";
import { useText } from "../../../locales/text.ts";
import type { HeaderFileValue } from "./header-file.tsx";
import { buttonsOf, fieldsOf, readAs, type Template, type TemplateButton, type Values } from "./template.ts";

interface TemplatePreviewProps {
  template: Template;
  values: Values;
  file: HeaderFileValue | null;
}

const BUTTON_ICONS: Record<string, typeof Reply> = {
  url: ExternalLink,
  phone_number: Phone,
  copy_code: Copy,
  otp: Copy,
};
const FILE_ICONS = { image: ImageIcon, video: Film, document: FileText };

/** What the customer will get. */
export function TemplatePreview({ template, values, file }: TemplatePreviewProps) {
  const t = useText("composer");
  const { header, body, footer } = readAs(template, values);
  const format = fieldsOf(template).find(({ key }) => key === "header:file")?.format as
    | keyof typeof FILE_ICONS
    | undefined;
  return (
    <section aria-label={t("template.preview")} className="rounded-xl bg-page p-4">
      <div className="rounded-xl bg-bubble-agent p-3 text-sm shadow-raised">
        {format && <HeaderPicture format={format} file={file} />}
        {header && <p className="words mb-1 font-semibold">{header}</p>}
        <p className="words">{body}</p>
        {footer && <p className="words mt-1.5 text-xs text-muted">{footer}</p>}
      </div>
      <ul className="mt-1 flex flex-col gap-1">
        {buttonsOf(template).map((button) => (
          <PreviewButton key={`${button.type} ${button.text}`} button={button} />
        ))}
      </ul>
    </section>
  );
}

function HeaderPicture({ format, file }: { format: keyof typeof FILE_ICONS; file: HeaderFileValue | null }) {
  const Icon = FILE_ICONS[format];
  if (format === "image" && file)
    return <img src={file.url} alt={file.name} className="mb-2 h-36 w-full rounded-lg object-cover" />;
  return (
    <div className="mb-2 grid h-24 place-items-center rounded-lg bg-sunken text-muted">
      <span className="flex max-w-full flex-col items-center gap-1 px-3 text-xs">
        <Icon aria-hidden className="size-6" />
        {file && <span className="max-w-full truncate">{file.name}</span>}
      </span>
    </div>
  );
}

function PreviewButton({ button: { type, text } }: { button: TemplateButton }) {
  const Icon = BUTTON_ICONS[type.toLowerCase()] ?? Reply;
  return (
    <li className="flex items-center justify-center gap-1.5 rounded-xl bg-bubble-agent px-3 py-2 text-sm font-medium text-accent-text shadow-raised">
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 truncate">{text ?? type}</span>
    </li>
  );
}
