import { useSyncExternalStore } from "react";
import { ApiProblem } from "../../../api/problem.ts";
import { uploadMedia } from "../../../api/upload.ts";
import { textsOf } from "../../../locales/text.ts";
import { toast } from "../../../ui/toast.tsx";
import { faultOf, kindOf } from "../limits.ts";
import type { Attached } from "./attached.ts";
import { sendablePicture } from "./picture.ts";

/** More at once is a mistake, such as a dropped folder. */
const MOST_FILES = 20;

/** Files that go with what is being written in a conversation: each is uploaded at once, while its words are written. */
class Files {
  #all: Attached[] = [];
  readonly #uploads = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();

  readonly onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly all = (): Attached[] => this.#all;

  readonly add = async (given: readonly File[], isVoice = false): Promise<void> => {
    const t = textsOf("composer");
    for (const original of given.slice(0, MOST_FILES)) {
      const fault = faultOf(original);
      if (fault === null) this.#attach(await sendablePicture(original), isVoice);
      else toast({ title: t(`files.fault.${fault}`, { name: original.name }), tone: "danger" });
    }
    if (given.length > MOST_FILES) toast({ title: t("files.fault.too_many", { count: MOST_FILES }), tone: "danger" });
  };

  readonly retry = async ({ id, file, kind }: Attached): Promise<void> => {
    const control = new AbortController();
    this.#uploads.set(id, control);
    this.#change(id, { state: "uploading", progress: 0, problem: null });
    const onProgress = (progress: number) => this.#change(id, { progress });
    try {
      const wish = { file, name: file.name, kind, idempotencyKey: id, onProgress, signal: control.signal };
      const media = await uploadMedia(wish);
      this.#change(id, { state: "ready", progress: 1, mediaId: media.id });
    } catch (error) {
      const problem = error instanceof ApiProblem ? error : new ApiProblem("unreadable", 0);
      if (!control.signal.aborted) this.#change(id, { state: "failed", problem });
    }
  };

  readonly remove = (id: string): void => {
    this.#uploads.get(id)?.abort();
    const gone = this.#all.find((one) => one.id === id);
    if (gone) URL.revokeObjectURL(gone.url);
    this.#set(this.#all.filter((one) => one !== gone));
  };

  readonly clear = (): void => {
    for (const { id } of this.#all) this.remove(id);
  };

  #attach(file: File, isVoice: boolean): void {
    const attached: Attached = {
      id: crypto.randomUUID(),
      file,
      kind: kindOf(file.type, file.size),
      // Of another format it is an audio file like any other.
      isVoice: isVoice && file.type.startsWith("audio/ogg"),
      url: URL.createObjectURL(file),
      progress: 0,
      state: "uploading",
      problem: null,
      mediaId: null,
    };
    this.#set([...this.#all, attached]);
    void this.retry(attached);
  }

  #change(id: string, part: Partial<Attached>): void {
    this.#set(this.#all.map((one) => (one.id === id ? { ...one, ...part } : one)));
  }

  #set(all: Attached[]): void {
    this.#all = all;
    for (const listener of this.#listeners) listener();
  }
}

/** They stay, and go on uploading, while another conversation is looked at. */
const ofConversations = new Map<string, Files>();

/** What is attached in a conversation, and how to change it. */
export function useFiles(
  conversationId: string,
): { files: Attached[] } & Pick<Files, "add" | "retry" | "remove" | "clear"> {
  const store = ofConversations.get(conversationId) ?? new Files();
  ofConversations.set(conversationId, store);
  const files = useSyncExternalStore(store.onChange, store.all);
  const { add, retry, remove, clear } = store;
  return { files, add, retry, remove, clear };
}
