import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyProps {
  icon: LucideIcon;
  title: string;
  /** What to do about it. */
  detail?: ReactNode;
  action?: ReactNode;
}

/** Where nothing is: what would be here, and how it comes. */
export const Empty = ({ icon: Icon, title, detail, action }: EmptyProps) => (
  <div className="grid h-full min-h-48 place-items-center p-6">
    <div className="flex max-w-sm flex-col items-center gap-1.5 text-center">
      <Icon aria-hidden className="mb-1 size-8 text-faint" strokeWidth={1.5} />
      <p className="font-medium">{title}</p>
      {detail && <p className="text-sm text-muted">{detail}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  </div>
);
