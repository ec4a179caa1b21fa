import { err, ok, type Result } from "../lib/result.ts";
import type { Idempotency, SettingsRejection } from "./port.ts";
import type { TenantRepository } from "./repository.ts";

/** Does something once for a client's key, and gives the same answer again; without a key, each time. */
export function once<T>(
  repository: TenantRepository,
  idempotency: Idempotency,
  kind: string,
  make: (id: string) => T,
): Result<T, SettingsRejection> {
  if (idempotency === null) return ok(repository.transaction(() => make(crypto.randomUUID())));
  const { fingerprint } = idempotency;
  const key = `${kind}:${idempotency.key}`;
  const known = repository.known(key);
  if (known)
    return known.fingerprint === fingerprint
      ? ok(JSON.parse(known.answer) as T)
      : err({ code: "idempotency_conflict" });
  const answer = repository.transaction(() => {
    const made = make(crypto.randomUUID());
    repository.remember(key, fingerprint, JSON.stringify(made));
    return made;
  });
  return ok(answer);
}
