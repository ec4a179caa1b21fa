import { ArrowLeft, PanelRight } from "lucide-react";
import { useEffect, useMemo } from "react";
import { Link, useSearch } from "wouter";
import { personOf, useConversation } from "../../api/conversation.ts";
import { usePeople } from "../../api/people.ts";
import type { Conversation } from "../../api/types.ts";
import { useCommands } from "../../app/commands.tsx";
import { useMe } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { IconButton } from "../../ui/button.tsx";
import { later } from "../../ui/later.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { HeaderActions } from "./header-actions.tsx";
import { openWork, useOpenWork } from "./open-work.ts";
import { PriorityMark } from "./priority-mark.tsx";
import { standingOf } from "./standing.ts";
import { StandingBadge } from "./standing-badge.tsx";
import { useOfferedActions } from "./use-offered-actions.ts";
import { useWork } from "./use-work.ts";
import { Viewers } from "./viewers.tsx";

const WorkDialogs = later(() => import("./dialogs/work-dialogs.tsx").then(({ WorkDialogs }) => WorkDialogs));

interface ThreadHeaderProps {
  conversationId: string;
  isPanelOpen: boolean;
  onTogglePanel: () => void;
}

/** Whom it is with, who has the word, and what can be done. */
export function ThreadHeader({ conversationId, isPanelOpen, onTogglePanel }: ThreadHeaderProps) {
  const t = useText("work");
  const { data: conversation, isError } = useConversation(conversationId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was open was about the conversation of before
  useEffect(() => openWork(null), [conversationId]);
  useCommands(
    useMemo(
      () => [{ id: "panel", title: t("panel"), group: t("group"), icon: PanelRight, keys: "i", run: onTogglePanel }],
      [onTogglePanel, t],
    ),
  );
  return (
    <header className="@container shrink-0 border-b border-line bg-surface">
      <div className="flex h-14 items-center gap-1.5 ps-2 pe-2 md:ps-4">
        <BackLink />
        {conversation ? (
          <Head conversation={conversation} />
        ) : (
          <div className="grow">{!isError && <HeadSkeleton />}</div>
        )}
        <IconButton icon={PanelRight} label={t("panel")} keys="i" isPressed={isPanelOpen} onClick={onTogglePanel} />
      </div>
    </header>
  );
}

/** On a phone, where the list is another page. */
function BackLink() {
  const t = useText("work");
  const search = useSearch();
  return (
    <Link
      href={search === "" ? "/" : `/?${search}`}
      aria-label={t("back")}
      className="grid size-9 shrink-0 place-items-center rounded-lg text-muted hover:bg-hover md:hidden"
    >
      <ArrowLeft aria-hidden className="size-5 rtl:rotate-180" />
    </Link>
  );
}

function Head({ conversation }: { conversation: Conversation }) {
  const t = useText("work");
  const meId = useMe().id;
  const people = usePeople();
  const work = useWork(conversation);
  const actions = useOfferedActions(conversation, work);
  const dialog = useOpenWork();
  const person = personOf(conversation);
  const number = conversation.customer_phone;
  return (
    <>
      <Avatar name={person} id={number ?? conversation.id} className="max-md:hidden" />
      <div className="min-w-0 grow ps-1">
        <div className="flex items-center gap-1.5">
          <h2 className="truncate text-[0.95rem] leading-5 font-semibold">
            <bdi>{person}</bdi>
          </h2>
          <PriorityMark priority={conversation.priority} />
        </div>
        <div className="flex items-center gap-1.5 text-xs text-muted">
          <StandingBadge standing={standingOf(conversation, meId)} nameOf={people.nameOf} />
          {number && number !== person && <bdi className="truncate @max-lg:hidden">{number}</bdi>}
          <span className="truncate @max-3xl:hidden">
            {t(`channel.${conversation.channel === "none" ? "none" : "whatsapp"}`)}
          </span>
        </div>
      </div>
      <Viewers conversationId={conversation.id} nameOf={people.nameOf} />
      <HeaderActions conversation={conversation} actions={actions} />
      {dialog && <WorkDialogs dialog={dialog} conversation={conversation} work={work} />}
    </>
  );
}

const HeadSkeleton = () => (
  <div className="flex items-center gap-2.5">
    <Skeleton className="size-9 rounded-full max-md:hidden" />
    <div className="space-y-1.5">
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-3.5 w-28" />
    </div>
  </div>
);
