interface Credentials {
  email?: string | undefined;
  password?: string | undefined;
}

/** What a link brings along to fill the form with, as the demo's does: behind the `#`, where no server's log has it. */
export function offeredCredentials(): Credentials {
  const offered = new URLSearchParams(location.hash.slice(1));
  return { email: offered.get("email") ?? undefined, password: offered.get("password") ?? undefined };
}

/** It is in the form now: neither the address nor the history keeps it. */
export function forgetOffered(): void {
  if (offeredCredentials().password !== undefined) history.replaceState(null, "", location.pathname + location.search);
}
