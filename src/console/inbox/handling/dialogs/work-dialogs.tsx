import type { Conversation } from "../../../api/types.ts";
import { openWork, type WorkDialog } from "../open-work.ts";
import type { Work } from "../use-work.ts";
import { AssignDialog } from "./assign-dialog.tsx";
import { LabelsDialog } from "./labels-dialog.tsx";
import { MacroDialog } from "./macro-dialog.tsx";
import { PriorityDialog } from "./priority-dialog.tsx";
import { SnoozeDialog } from "./snooze-dialog.tsx";
import { TransferDialog } from "./transfer-dialog.tsx";

/** What a dialog about a conversation is given. */
export interface WorkDialogProps {
  conversation: Conversation;
  work: Work;
  onClose: () => void;
}

const DIALOGS: Record<WorkDialog, (props: WorkDialogProps) => React.ReactNode> = {
  assign: AssignDialog,
  labels: LabelsDialog,
  macro: MacroDialog,
  priority: PriorityDialog,
  snooze: SnoozeDialog,
  transfer: TransferDialog,
};

/** The dialog that is open, about the conversation that is looked at. */
export function WorkDialogs({ dialog, ...given }: { dialog: WorkDialog } & Omit<WorkDialogProps, "onClose">) {
  const Dialog = DIALOGS[dialog];
  return <Dialog {...given} onClose={() => openWork(null)} />;
}
