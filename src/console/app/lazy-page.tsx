import { type ComponentType, type FunctionComponent, lazy, useState } from "react";
import type { Namespace } from "../locales/resources.ts";
import { loadTexts } from "../locales/text.ts";

/** A part of the console that is loaded when it is first drawn, or before. */
export type LazyPage<Props> = FunctionComponent<Props> & { preload: () => Promise<unknown> };

/**
 * A page, or another part, that is loaded when it is first gone to, with its texts. What was loaded before is drawn at
 * once: React's `lazy` by itself shows what stands in for it even then, and keeps that for 300 ms.
 */
export function lazyPage<Props extends object>(
  texts: Namespace[],
  load: () => Promise<ComponentType<Props>>,
): LazyPage<Props> {
  let loaded: ComponentType<Props> | null = null;
  const preload = async () => {
    if (loaded === null) [loaded] = await Promise.all([load(), loadTexts(texts)]);
    return loaded;
  };
  const Lazy = lazy(async () => ({ default: await preload() })) as unknown as ComponentType<Props>;
  function Page(props: Props) {
    // One of them for as long as it is there: the other would begin anew.
    const [Chosen] = useState<ComponentType<Props>>(() => loaded ?? Lazy);
    return <Chosen {...props} />;
  }
  return Object.assign(Page, { preload });
}
