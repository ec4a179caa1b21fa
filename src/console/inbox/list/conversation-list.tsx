import { useText } from "../../locales/text.ts";
import { later } from "../../ui/later.tsx";
import { ProblemPane } from "../../ui/problem.tsx";
import { Loading } from "../../ui/spinner.tsx";
import type { ListAddress } from "./address.ts";
import { ConversationRows } from "./conversation-rows.tsx";
import { ListHead } from "./list-head.tsx";
import { NothingListed } from "./nothing-listed.tsx";
import { SkeletonRows } from "./skeleton-rows.tsx";
import { useAddress } from "./use-address.ts";
import { useChoice } from "./use-choice.ts";
import { useCounts } from "./use-counts.ts";
import { useListing, useListingsLive } from "./use-listing.ts";
import { useTitle } from "./use-title.ts";

const SearchResults = later(() => import("./search-results.tsx").then(({ SearchResults }) => SearchResults), {
  waiting: () => <Loading />,
});
const BulkBar = later(() => import("./bulk-bar.tsx").then(({ BulkBar }) => BulkBar));

/** All conversations: the views with their counts, what is searched, and the rows of what the page's address names. */
export function ConversationList({ selectedId }: { selectedId: string | null }) {
  const t = useText("list");
  const [address, go] = useAddress();
  const counts = useCounts();
  useListingsLive();
  useTitle(counts, selectedId);
  return (
    <section aria-label={t("label")} className="flex h-full min-h-0 flex-col">
      <ListHead address={address} counts={counts} onGo={go} />
      {address.q === "" ? (
        <Listed
          key={keyOf(address)}
          address={address}
          selectedId={selectedId}
          isFirstRun={counts?.views.all === 0}
          onGo={go}
        />
      ) : (
        <SearchResults address={address} selectedId={selectedId} />
      )}
    </section>
  );
}

/** Another list begins at its top. */
const keyOf = (address: ListAddress): string => JSON.stringify(address);

interface ListedProps {
  address: ListAddress;
  selectedId: string | null;
  /** There is no conversation at all yet. */
  isFirstRun: boolean;
  onGo: (next: ListAddress) => void;
}

function Listed({ address, selectedId, isFirstRun, onGo }: ListedProps) {
  const t = useText("list");
  const { listing, error, retry, more, moreError } = useListing(address);
  const choice = useChoice(listing?.rows ?? NO_ROWS);
  if (!listing) return error ? <ProblemPane error={error} onRetry={() => void retry()} /> : <SkeletonRows count={12} />;
  if (listing.rows.length === 0 && listing.cursor === null)
    return <NothingListed address={address} isFirstRun={isFirstRun} onGo={onGo} />;
  return (
    <>
      <ConversationRows
        listing={listing}
        address={address}
        selectedId={selectedId}
        choice={choice}
        label={t(`views.${address.view}`)}
        more={more}
        moreError={moreError}
      />
      {choice.ids.size > 0 && (
        <BulkBar rows={listing.rows.filter(({ id }) => choice.ids.has(id))} onDone={choice.clear} />
      )}
    </>
  );
}

const NO_ROWS = [] as const;
