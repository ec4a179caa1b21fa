import { useQueries } from "@tanstack/react-query";
import { MessageSquare } from "lucide-react";
import { useState } from "react";
import { Link, useSearch } from "wouter";
import { call } from "../../api/client.ts";
import type { Conversation } from "../../api/types.ts";
import { keyOf, useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { dateOf } from "../../ui/time.tsx";
import { beforeOf } from "./earlier-ids.ts";

const FIRST = 5;

/** What passed with this person before: over all inboxes where they are known as a customer, else in this thread. */
export function Earlier({ conversation }: { conversation: Conversation }) {
  return conversation.customer_id === null ? (
    <OfThread conversation={conversation} />
  ) : (
    <OfCustomer conversation={conversation} customerId={conversation.customer_id} />
  );
}

function OfThread({ conversation }: { conversation: Conversation }) {
  const [shown, setShown] = useState(FIRST);
  const all = beforeOf(conversation);
  const answers = useQueries({
    queries: all.slice(0, shown).map((id) => ({
      queryKey: keyOf("getConversation", { params: { id } }),
      queryFn: () => call("getConversation", { params: { id } }) as Promise<Conversation>,
    })),
  });
  const found = answers.flatMap(({ data }) => (data && data.deleted_at === null ? [data] : []));
  const isLoading = answers.some(({ isPending }) => isPending);
  return (
    <List
      conversations={found}
      isLoading={isLoading}
      error={null}
      {...(all.length > shown ? { onMore: () => setShown(shown + 2 * FIRST) } : {})}
    />
  );
}

function OfCustomer({ conversation, customerId }: { conversation: Conversation; customerId: string }) {
  const [shown, setShown] = useState(FIRST);
  const { data, error, isPending } = useCall("customerConversations", {
    params: { id: customerId },
    query: { limit: 1 },
  });
  const others = (data?.conversations ?? []).filter(({ id }) => id !== conversation.id).toReversed();
  // Who is not of the list any more has a thread all the same.
  if (error?.status === 404) return <OfThread conversation={conversation} />;
  return (
    <List
      conversations={others.slice(0, shown)}
      isLoading={isPending}
      error={error}
      {...(others.length > shown ? { onMore: () => setShown(shown + 2 * FIRST) } : {})}
    />
  );
}

interface ListProps {
  conversations: Conversation[];
  isLoading: boolean;
  error: unknown;
  onMore?: () => void;
}

function List({ conversations, isLoading, error, onMore }: ListProps) {
  const t = useText("panel");
  const common = useText("common");
  const search = useSearch();
  if (error) return <ProblemNote error={error} />;
  if (conversations.length === 0 && !isLoading) return <p className="text-sm text-muted">{t("earlier.none")}</p>;
  return (
    <>
      <ul className="-mx-2 space-y-0.5">
        {conversations.map((one) => (
          <li key={one.id}>
            <Link
              href={`/conversations/${one.id}${search === "" ? "" : `?${search}`}`}
              className="flex items-start gap-2.5 rounded-lg px-2 py-1.5 text-sm hover:bg-hover"
            >
              <MessageSquare aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
              <span className="min-w-0 grow">
                <span className="flex items-baseline gap-2">
                  <span className="font-medium">{dateOf(one.started_at)}</span>
                  <span className="ms-auto shrink-0 text-xs text-muted">{t(`earlier.${one.status}`)}</span>
                </span>
                <bdi className="block truncate text-xs text-muted">
                  {one.last_message?.content || t("earlier.messages", { count: one.message_count })}
                </bdi>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {isLoading && <Skeleton className="my-1.5 h-8 w-full" />}
      {onMore && (
        <Button size="small" tone="quiet" onClick={onMore} className="mt-1">
          {common("actions.loadMore")}
        </Button>
      )}
    </>
  );
}
