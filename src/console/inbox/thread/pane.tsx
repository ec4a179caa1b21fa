import { MessageSquareDashed } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useText } from "../../locales/text.ts";
import { Empty } from "../../ui/empty.tsx";
import { later } from "../../ui/later.tsx";
import { ProblemPane } from "../../ui/problem.tsx";
import { startOfDay } from "../../ui/time.tsx";
import { toastProblem } from "../../ui/toast.tsx";
import { useOutbox } from "../outbox.ts";
import { Announcer } from "./announcer.tsx";
import { silence } from "./content/sound.ts";
import { type ThreadContent, ThreadProvider } from "./context.tsx";
import { showLarge, useShownLarge } from "./lightbox-state.ts";
import { useReadMarks } from "./read-marks.ts";
import { Scroller } from "./scroller.tsx";
import { rowsOf } from "./store/rows.ts";
import { useTarget } from "./target.ts";
import { ThreadSkeleton } from "./thread-skeleton.tsx";
import { type OpenThread, useThread } from "./use-thread.ts";

const Lightbox = later(() => import("./lightbox.tsx").then((all) => all.Lightbox));
const dayOf = (at: string): number => startOfDay(Date.parse(at));

/** What was said in a conversation, and in those before it. */
export function ThreadPane({ conversationId }: { conversationId: string }) {
  const targeting = useTarget();
  const thread = useThread(conversationId, targeting.begin);
  const { state, store, conversation, problem } = thread;
  const { jump: aim } = targeting;
  const jump = useCallback(
    (seq: number) =>
      void store
        .jump(seq)
        .then(() => aim(seq))
        .catch(toastProblem),
    [store, aim],
  );
  const addressed = targeting.target?.seq ?? null;
  useEffect(() => {
    if (state.isReady && addressed !== null) void store.jump(addressed).catch(() => undefined);
  }, [state.isReady, addressed, store]);
  useEffect(() => silence, []);
  const content = useMemo<ThreadContent | null>(
    () => (conversation ? { conversation, store, jump } : null),
    [conversation, store, jump],
  );
  if (problem !== null)
    return (
      <div className="min-h-0 grow">
        <ProblemPane error={problem.error} onRetry={problem.retry} />
      </div>
    );
  if (!state.isReady || content === null) return <ThreadSkeleton />;
  return (
    <ThreadProvider value={content}>
      <Shown thread={thread} targeting={targeting} conversationId={conversationId} />
      <Enlarged />
    </ThreadProvider>
  );
}

interface ShownProps {
  thread: OpenThread;
  targeting: ReturnType<typeof useTarget>;
  conversationId: string;
}

function Shown({ thread, targeting, conversationId }: ShownProps) {
  const t = useText("thread");
  const { state, store, conversation } = thread;
  const { log, unreadFrom } = state;
  const outbox = useOutbox(conversationId);
  const [isEndInSight, setEndInSight] = useState(false);
  const number = conversation?.number ?? 0;
  const rows = useMemo(() => rowsOf(log, { number, unreadFrom, outbox, dayOf }), [log, number, unreadFrom, outbox]);
  const heard = rows.findLast((row) => row.kind === "message" && row.message.direction === "in");
  useReadMarks(conversation, heard?.seq ?? 0, isEndInSight);
  if (rows.length === 0)
    return (
      <div className="min-h-0 grow">
        <Empty icon={MessageSquareDashed} title={t("empty.title")} detail={t("empty.detail")} />
      </div>
    );
  return (
    <>
      <Scroller
        rows={rows}
        state={state}
        store={store}
        target={targeting.target}
        onArrived={targeting.arrived}
        onEnd={setEndInSight}
      />
      <Announcer rows={rows} />
    </>
  );
}

function Enlarged() {
  const shown = useShownLarge();
  return shown && <Lightbox file={shown.file} alt={shown.alt} onClose={() => showLarge(null)} />;
}
