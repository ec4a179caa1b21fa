import {
  CircleDashed,
  CircleHelp,
  CirclePower,
  CornerDownRight,
  Globe,
  Hourglass,
  type LucideIcon,
  MessageSquare,
  PencilLine,
  Sparkles,
  Split,
  UserRound,
} from "lucide-react";
import type { GraphNode } from "./graph.ts";

/** How a node of each type is told from the others; its name stands beside it. */
export const LOOKS: Record<GraphNode["type"], { icon: LucideIcon; tone: string }> = {
  message: { icon: MessageSquare, tone: "bg-accent-soft text-accent-text" },
  question: { icon: CircleHelp, tone: "bg-info-soft text-info-text" },
  condition: { icon: Split, tone: "bg-warning-soft text-warning-text" },
  set: { icon: PencilLine, tone: "bg-hover text-muted" },
  http: { icon: Globe, tone: "bg-bubble-ai text-text" },
  ai_answer: { icon: Sparkles, tone: "bg-bubble-ai text-text" },
  ticket: { icon: UserRound, tone: "bg-success-soft text-success-text" },
  wait: { icon: Hourglass, tone: "bg-hover text-muted" },
  jump: { icon: CornerDownRight, tone: "bg-hover text-muted" },
  end: { icon: CirclePower, tone: "bg-hover text-muted" },
  unknown: { icon: CircleDashed, tone: "bg-danger-soft text-danger-text" },
  missing: { icon: CircleDashed, tone: "bg-danger-soft text-danger-text" },
};
