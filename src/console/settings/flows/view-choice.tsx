import { Braces, FlaskConical, type LucideIcon, Workflow } from "lucide-react";
import { useText } from "../../locales/text.ts";

const VIEWS = { graph: Workflow, json: Braces, test: FlaskConical } satisfies Record<string, LucideIcon>;
export type FlowView = keyof typeof VIEWS;

/** How a flow is looked at. */
export function ViewChoice({ view, onChange }: { view: FlowView; onChange: (view: FlowView) => void }) {
  const t = useText("knowledge");
  return (
    <div className="flex shrink-0 items-center border-b border-line bg-surface px-4 py-1.5">
      <fieldset aria-label={t("flow.views.label")} className="flex gap-0.5 rounded-lg bg-sunken p-0.5 ring-1 ring-line">
        {(Object.keys(VIEWS) as FlowView[]).map((one) => {
          const Icon = VIEWS[one];
          return (
            <button
              key={one}
              type="button"
              aria-pressed={view === one}
              onClick={() => onChange(one)}
              className="inline-flex h-7 items-center gap-1.5 rounded-md px-3 text-xs font-medium text-muted hover:text-text aria-pressed:bg-raised aria-pressed:text-text aria-pressed:shadow-raised"
            >
              <Icon aria-hidden className="size-3.5" />
              {t(`flow.views.${one}`)}
            </button>
          );
        })}
      </fieldset>
    </div>
  );
}
