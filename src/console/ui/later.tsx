import { RotateCcw } from "lucide-react";
import { Component, type ComponentType, type FunctionComponent, lazy, type ReactNode, Suspense, useState } from "react";
import { ApiProblem } from "../api/problem.ts";
import type { Namespace } from "../locales/resources.ts";
import { loadTexts, useText } from "../locales/text.ts";
import { Button } from "./button.tsx";
import { ProblemPane } from "./problem.tsx";
import { Loading } from "./spinner.tsx";

/** A part of the console that is loaded when it is first drawn, or before. */
export type Later<Props> = FunctionComponent<Props> & { preload: () => Promise<unknown> };

interface Options<Props> {
  /** What it says is loaded with it. */
  texts?: Namespace[];
  /** What stands in its place until it is there; nothing unless said. */
  waiting?: (props: Props) => ReactNode;
  /** What stands there where it cannot be had; words at the edge of the window unless said. */
  missing?: (props: Props) => ReactNode;
}

/** The code could not be had: the line is down, or a newer version of the console has taken its place. */
class NotLoaded extends Error {}

const ahead: (() => Promise<unknown>)[] = [];

/** Loads every part that somebody may want while the line is down, or after the version that they run is gone. */
export async function loadAhead(): Promise<void> {
  for (const preload of ahead) await preload();
}

/**
 * A part that is loaded when it is first drawn, with its texts. What was loaded before is drawn at once: React's `lazy` by
 * itself shows what stands in for it even then, and keeps that for 300 ms. One that cannot be had leaves everything around
 * it as it is.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  options: Options<Props> = {},
): Later<Props> {
  const part = partOf(load, options);
  ahead.push(part.preload);
  return part;
}

/** A page: loaded when it is first gone to. */
export const laterPage = <Props extends object>(load: () => Promise<ComponentType<Props>>, texts: Namespace[] = []) =>
  partOf(load, { texts, ...inPane(<Loading />) });

/** For a part with a place of its own: what stands there until it is there, and words where it cannot be had. */
export const inPane = (waiting: ReactNode) => ({ waiting: () => waiting, missing: () => <MissingPane /> });

function partOf<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { texts = [], waiting = () => null, missing = () => <MissingPart /> }: Options<Props>,
): Later<Props> {
  let loaded: ComponentType<Props> | null = null;
  const part = async () => {
    try {
      if (loaded === null) [loaded] = await Promise.all([load(), loadTexts(texts)]);
    } catch (cause) {
      throw new NotLoaded("a part of the console could not be loaded", { cause });
    }
    return loaded;
  };
  const Lazy = lazy(async () => ({ default: await part() })) as unknown as ComponentType<Props>;
  function Place(props: Props) {
    // One of them for as long as it is there: the other would begin anew.
    const [Chosen] = useState<ComponentType<Props>>(() => loaded ?? Lazy);
    return (
      <Guard missing={() => missing(props)}>
        <Suspense fallback={waiting(props)}>
          <Chosen {...props} />
        </Suspense>
      </Guard>
    );
  }
  return Object.assign(Place, { preload: () => part().catch(() => undefined) });
}

/** Holds up what could not be loaded; whatever else fails is not its matter. */
class Guard extends Component<{ missing: () => ReactNode; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (error instanceof NotLoaded) return this.props.missing();
    throw error;
  }
}

/**
 * Begins the page anew, which alone asks again for what a browser could not load; drafts and what is to be sent stay. Not
 * while nobody answers: the page would be gone.
 */
const reload = (): void =>
  void fetch("/health").then(
    () => location.reload(),
    () => undefined,
  );

const MissingPane = () => <ProblemPane error={new ApiProblem("offline", 0)} onRetry={reload} />;

/** At the edge of the window: it stands in for what may have no place of its own, such as a dialog. */
function MissingPart() {
  const t = useText("common");
  const [isTakenAway, takeAway] = useState(false);
  if (isTakenAway) return null;
  return (
    <div
      role="alert"
      className="fixed start-4 bottom-4 z-50 w-[min(22rem,calc(100vw-2rem))] rounded-xl border border-line bg-raised p-4 text-sm whitespace-normal text-text shadow-floating md:start-16"
    >
      <p>{t("error.part")}</p>
      <div className="mt-3 flex flex-wrap justify-end gap-2">
        <Button size="small" onClick={() => takeAway(true)}>
          {t("actions.close")}
        </Button>
        <Button size="small" icon={RotateCcw} onClick={reload}>
          {t("actions.reload")}
        </Button>
      </div>
    </div>
  );
}
