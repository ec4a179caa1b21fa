import { join } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { OPERATIONS } from "../protocol/operations.ts";

const CALLS = "virtual:calls";

/** Method and path of each call by its id: all that the console needs of the operations beside their types. */
const calls = (): Plugin => ({
  name: "calls",
  resolveId: (id) => (id === CALLS ? `\0${CALLS}` : null),
  load(id) {
    if (id !== `\0${CALLS}`) return null;
    const table = Object.values(OPERATIONS).map(({ id, method, path }) => [id, `${method.toUpperCase()} ${path}`]);
    return `export const CALLS = ${JSON.stringify(Object.fromEntries(table))};`;
  },
});

const FIRST_FONT = /^assets\/inter-latin-wght-normal-.*\.woff2$/;

/** The font of the first words is asked for with the page, and not only once the styles are there: no text jumps. */
const preloadFont = (): Plugin => ({
  name: "preload-font",
  transformIndexHtml: {
    order: "post",
    handler(_, { bundle = {} }) {
      const files = Object.keys(bundle).filter((file) => FIRST_FONT.test(file));
      const attrs = { rel: "preload", as: "font", type: "font/woff2", crossorigin: true };
      return files.map((file) => ({ tag: "link", attrs: { ...attrs, href: `/${file}` }, injectTo: "head" }));
    },
  },
});

const ENTRY = join(import.meta.dirname, "main.tsx");

/** It names every primitive there is: those of them that are needed first are found by who shares them. */
const OFFERS_ALL = /\/node_modules\/radix-ui\//;

type InfoOf = (id: string) => { importedIds: readonly string[] } | null;

/** All that the page cannot begin without is one file: left alone, whatever a later page shares becomes a file of its own. */
const first = new Set<string>();
function isNeededFirst(id: string, infoOf: InfoOf): boolean {
  if (first.size === 0) {
    const visit = (one: string) => {
      if (first.has(one) || OFFERS_ALL.test(one)) return;
      first.add(one);
      for (const imported of infoOf(one)?.importedIds ?? []) visit(imported);
    };
    visit(ENTRY);
  }
  return first.has(id);
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), calls(), preloadFont()],
  build: {
    target: "es2022",
    manifest: true,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              debugName: "first",
              name: (id, bundle) => (isNeededFirst(id, (one) => bundle.getModuleInfo(one)) ? "first" : null),
            },
          ],
        },
      },
    },
  },
});
