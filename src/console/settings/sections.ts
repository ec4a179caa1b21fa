import {
  BookOpenText,
  Building2,
  FileWarning,
  Hand,
  Inbox,
  KeyRound,
  type LucideIcon,
  MailWarning,
  MessageSquareHeart,
  MessageSquareText,
  Network,
  Route,
  ScrollText,
  SlidersHorizontal,
  Split,
  Timer,
  UserRound,
  Users,
  Webhook,
  Zap,
} from "lucide-react";
import type { ComponentType } from "react";
import { laterPage } from "../ui/later.tsx";
import type { SectionProps } from "./form/paths.ts";

export const GROUPS = ["you", "workspace", "people", "answers", "developers"] as const;

type SectionId =
  | "profile"
  | ("general" | "inboxes" | "outlets" | "timers" | "courtesies" | "services")
  | ("agents" | "teams" | "assignment" | "hand-off")
  | ("answers" | "flows" | "replies" | "macros" | "automation")
  | ("api-keys" | "subscriptions" | "dead-letters" | "quarantine");

export interface SettingsSection {
  id: SectionId;
  group: (typeof GROUPS)[number];
  icon: LucideIcon;
  /** Whether agents who are no admins have it, too. */
  isForAll?: boolean;
  Page: ComponentType<SectionProps>;
}

/** All sections of the settings, in the order in which they stand. */
export const SECTIONS: SettingsSection[] = [
  {
    id: "profile",
    group: "you",
    icon: UserRound,
    isForAll: true,
    Page: laterPage(() => import("./profile/profile-page.tsx").then(({ ProfilePage }) => ProfilePage)),
  },
  {
    id: "general",
    group: "workspace",
    icon: SlidersHorizontal,
    Page: laterPage(() => import("./policies/general-page.tsx").then(({ GeneralPage }) => GeneralPage)),
  },
  {
    id: "inboxes",
    group: "workspace",
    icon: Inbox,
    Page: laterPage(() => import("./inboxes/inboxes-page.tsx").then(({ InboxesPage }) => InboxesPage)),
  },
  {
    id: "outlets",
    group: "workspace",
    icon: Building2,
    Page: laterPage(() => import("./outlets/outlets-page.tsx").then(({ OutletsPage }) => OutletsPage)),
  },
  {
    id: "timers",
    group: "workspace",
    icon: Timer,
    Page: laterPage(() => import("./policies/timers-page.tsx").then(({ TimersPage }) => TimersPage)),
  },
  {
    id: "courtesies",
    group: "workspace",
    icon: MessageSquareHeart,
    Page: laterPage(() => import("./policies/courtesies-page.tsx").then(({ CourtesiesPage }) => CourtesiesPage)),
  },
  {
    id: "services",
    group: "workspace",
    icon: Network,
    Page: laterPage(() => import("./policies/services-page.tsx").then(({ ServicesPage }) => ServicesPage)),
  },
  {
    id: "agents",
    group: "people",
    icon: UserRound,
    Page: laterPage(() => import("./agents/agents-page.tsx").then(({ AgentsPage }) => AgentsPage)),
  },
  {
    id: "teams",
    group: "people",
    icon: Users,
    Page: laterPage(() => import("./teams/teams-page.tsx").then(({ TeamsPage }) => TeamsPage)),
  },
  {
    id: "assignment",
    group: "people",
    icon: Split,
    Page: laterPage(() => import("./policies/assignment-page.tsx").then(({ AssignmentPage }) => AssignmentPage)),
  },
  {
    id: "hand-off",
    group: "people",
    icon: Hand,
    Page: laterPage(() => import("./policies/hand-off-page.tsx").then(({ HandOffPage }) => HandOffPage)),
  },
  {
    id: "answers",
    group: "answers",
    icon: BookOpenText,
    Page: laterPage(() => import("./answers/answers-page.tsx").then(({ AnswersPage }) => AnswersPage)),
  },
  {
    id: "flows",
    group: "answers",
    icon: Route,
    Page: laterPage(() => import("./flows/flows-page.tsx").then(({ FlowsPage }) => FlowsPage)),
  },
  {
    id: "replies",
    group: "answers",
    icon: MessageSquareText,
    isForAll: true,
    Page: laterPage(() => import("./replies/replies-page.tsx").then(({ RepliesPage }) => RepliesPage)),
  },
  {
    id: "macros",
    group: "answers",
    icon: ScrollText,
    isForAll: true,
    Page: laterPage(() => import("./macros/macros-page.tsx").then(({ MacrosPage }) => MacrosPage)),
  },
  {
    id: "automation",
    group: "answers",
    icon: Zap,
    Page: laterPage(() => import("./automation/automation-page.tsx").then(({ AutomationPage }) => AutomationPage)),
  },
  {
    id: "api-keys",
    group: "developers",
    icon: KeyRound,
    Page: laterPage(() => import("./developers/api-keys-page.tsx").then(({ ApiKeysPage }) => ApiKeysPage)),
  },
  {
    id: "subscriptions",
    group: "developers",
    icon: Webhook,
    Page: laterPage(() =>
      import("./developers/subscriptions-page.tsx").then(({ SubscriptionsPage }) => SubscriptionsPage),
    ),
  },
  {
    id: "dead-letters",
    group: "developers",
    icon: MailWarning,
    Page: laterPage(() => import("./developers/dead-letters-page.tsx").then(({ DeadLettersPage }) => DeadLettersPage)),
  },
  {
    id: "quarantine",
    group: "developers",
    icon: FileWarning,
    Page: laterPage(() => import("./developers/quarantine-page.tsx").then(({ QuarantinePage }) => QuarantinePage)),
  },
];
