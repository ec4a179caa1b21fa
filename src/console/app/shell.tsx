import { Suspense } from "react";
import { Route, Switch, useLocation } from "wouter";
import { ApiProblem } from "../api/problem.ts";
import { Inbox } from "../inbox/inbox.tsx";
import { useSending } from "../inbox/outbox.ts";
import { useText } from "../locales/text.ts";
import { ProblemPane } from "../ui/problem.tsx";
import { Loading } from "../ui/spinner.tsx";
import { ConnectionBar } from "./connection-bar.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { lazyPage } from "./lazy-page.tsx";
import { Navigation } from "./navigation.tsx";
import { Overlays } from "./overlays.tsx";

const Settings = lazyPage(["settings", "channels", "knowledge", "developers"], () =>
  import("../settings/settings.tsx").then(({ Settings }) => Settings),
);
const Reports = lazyPage(["reports"], () => import("../reports/reports.tsx").then(({ Reports }) => Reports));
const Operations = lazyPage(["operations"], () =>
  import("../operations/operations.tsx").then(({ Operations }) => Operations),
);

const Offers = lazyPage<object>(["work"], () => import("../inbox/handling/offers.tsx").then(({ Offers }) => Offers));

/** What stands around every page: the way to the others, the state of the line, and what opens over all. */
export function Shell() {
  const t = useText("common");
  const [location] = useLocation();
  useSending();
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
            <Suspense fallback={<Loading />}>
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
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <ErrorBoundary resetKey={location} fallback={null}>
        <Suspense>
          <Offers />
        </Suspense>
      </ErrorBoundary>
      <Overlays />
    </div>
  );
}
