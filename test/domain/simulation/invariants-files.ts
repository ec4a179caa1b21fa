import { isMessageEvent } from "../../../src/domain/events.ts";
import type { Check, State } from "./check.ts";
import type { Plant } from "./plant.ts";

/** A file that is said to be stored is there as it was sent; no file waits for ever, and none is there that nobody has. */
export function checkFiles(states: State[], plant: Plant, check: Check): void {
  const own = new Set<string>();
  for (const { key, thread, log, repository } of states) {
    check(thread.media.length === 0, `${thread.media.length} files of ${key} are not there and not given up`);
    for (const { seq } of log.filter(isMessageEvent)) {
      const message = repository.messages.get(seq);
      for (const { id, state, sha256, channel_media_id } of message?.attachments ?? []) {
        const name = `${plant.tenantId}/${id}`;
        own.add(name);
        const sent = plant.files.sent.get(channel_media_id ?? "");
        const kept = plant.bucket.files.get(name);
        const isThere = kept?.sha256 === sent?.sha256 && sha256 === sent?.sha256 && same(kept?.bytes, sent?.bytes);
        check(state === "stored" ? isThere : state === "failed", `the file of ${seq} of ${key} is ${state}`);
      }
    }
  }
  for (const name of plant.bucket.files.keys())
    check(own.has(name) || plant.mayWait(name), `the file ${name} is nobody's`);
}

const same = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean => one?.join() === other?.join();
