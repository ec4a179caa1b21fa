import { useEffect } from "react";
import { Route, Switch, useLocation } from "wouter";
import { ApiProblem } from "../api/problem.ts";
import { Inbox } from "../inbox/inbox.tsx";
import { useSending } from "../inbox/outbox.ts";
import { useText } from "../locales/text.ts";
import { later, laterPage, loadAhead } from "../ui/later.tsx";
import { ProblemPane } from "../ui/problem.tsx";
import { ConnectionBar } from "./connection-bar.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Navigation } from "./navigation.tsx";
import { Overlays } from "./overlays.tsx";

const Settings = laterPage(
  () => import("../settings/settings.tsx").then(({ Settings }) => Settings),
  ["settings", "channels", "knowledge", "developers"],
);
const Reports = laterPage(() => import("../reports/reports.tsx").then(({ Reports }) => Reports), ["reports"]);
const Operations = laterPage(
  () => import("../operations/operations.tsx").then(({ Operations }) => Operations),
  ["operations"],
);

const Offers = later<object>(() => import("../inbox/handling/offers.tsx").then(({ Offers }) => Offers), {
  texts: ["work"],
});

/** What the page itself needs comes first. */
const AHEAD_AFTER_MS = 3_000;

/** What stands around every page: the way to the others, the state of the line, and what opens over all. */
export function Shell() {
  const t = useText("common");
  const [location] = useLocation();
  useSending();
  useEffect(() => {
    const timer = setTimeout(() => void loadAhead(), AHEAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#content"
        className="sr-only z-50 rounded-lg bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:start-2 focus:top-2"
      >
        {t("navigation.skip")}
      </a>
      <ConnectionBar />
      <div className="flex min-h-0 grow max-md:flex-col-reverse">
        <Navigation />
        <main id="content" tabIndex={-1} className="min-h-0 min-w-0 grow outline-none">
          <ErrorBoundary resetKey={location}>
            <Switch>
              <Route path="/settings/*?" component={Settings} />
              <Route path="/reports/*?" component={Reports} />
              <Route path="/operations" component={Operations} />
              <Route path="/conversations/:id">{({ id }) => <Inbox conversationId={id} />}</Route>
              <Route path="/">
                <Inbox conversationId={null} />
              </Route>
              <Route>
                <ProblemPane error={new ApiProblem("not_found", 404)} />
              </Route>
            </Switch>
          </ErrorBoundary>
        </main>
      </div>
      <ErrorBoundary resetKey={location} fallback={null}>
        <Offers />
      </ErrorBoundary>
      <Overlays />
    </div>
  );
}
