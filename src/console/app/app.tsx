import { QueryClientProvider } from "@tanstack/react-query";
import { Tooltip } from "radix-ui";
import { useState } from "react";
import { newQueryClient } from "../api/query-client.ts";
import { LiveProvider } from "../live/live.tsx";
import { Invitation } from "../sign-in/invitation.tsx";
import { SignIn } from "../sign-in/sign-in.tsx";
import { ProblemPane } from "../ui/problem.tsx";
import { Loading } from "../ui/spinner.tsx";
import { Toaster } from "../ui/toast.tsx";
import { CommandsProvider } from "./commands.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { useInvitation } from "./invitation-link.ts";
import { SessionProvider, useSessionState } from "./session.tsx";
import { Shell } from "./shell.tsx";

export function App() {
  const [client] = useState(newQueryClient);
  return (
    <QueryClientProvider client={client}>
      <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
        <ErrorBoundary>
          <Gate />
        </ErrorBoundary>
        <Toaster />
      </Tooltip.Provider>
    </QueryClientProvider>
  );
}

/** Lets in who is signed in; the address stays, so that who signs in goes on where they were. */
function Gate() {
  const invitation = useInvitation();
  const session = useSessionState();
  if (invitation !== null) return <Invitation token={invitation} />;
  switch (session.is) {
    case "unknown":
      return <Loading />;
    case "unreachable":
      return <ProblemPane error={session.error} onRetry={session.retry} />;
    case "signed_out":
      return <SignIn isExpired={session.expired} />;
    case "signed_in":
      return (
        <SessionProvider identity={session.identity}>
          <LiveProvider key={session.identity.agent?.id}>
            <CommandsProvider>
              <Shell />
            </CommandsProvider>
          </LiveProvider>
        </SessionProvider>
      );
  }
}
