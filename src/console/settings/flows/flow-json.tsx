import { json, jsonParseLinter } from "@codemirror/lang-json";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { tags } from "@lezer/highlight";
import { basicSetup, EditorView } from "codemirror";
import { getNonce } from "get-nonce";
import { useEffect, useRef } from "react";
import { useText } from "../../locales/text.ts";
import { markOf, placeOf, placesOf } from "./json.ts";
import type { FlowDraft } from "./use-flow-draft.ts";

interface FlowJsonProps {
  draft: FlowDraft;
  /** What is to be seen now, by its path; a new object each time. */
  goal: { path: string } | null;
  /** The node in which the cursor was put. */
  onSelect: (id: string) => void;
}

/** So long nobody writes before faults of writing are shown. */
const PAUSE_MS = 300;

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--info-text)" },
  { tag: tags.string, color: "var(--accent-text)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warning-text)" },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: "var(--muted)" },
]);

const LOOKS = EditorView.theme({
  "&": { height: "100%", fontSize: "0.8125rem", backgroundColor: "var(--surface)", color: "var(--text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--text)", paddingBlock: "0.5rem" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--faint)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--hover) 60%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--hover)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selected)",
  },
  ".cm-foldPlaceholder": { backgroundColor: "var(--hover)", borderColor: "var(--line)", color: "var(--muted)" },
  ".cm-matchingBracket": { backgroundColor: "var(--selected)", outline: "1px solid var(--edge)" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--raised)", color: "var(--text)", borderColor: "var(--line)" },
  ".cm-textfield": { backgroundColor: "var(--surface)", borderColor: "var(--edge)" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--hover)", borderColor: "var(--edge)" },
  ".cm-searchMatch": { backgroundColor: "var(--warning-soft)" },
  ".cm-diagnostic": { fontFamily: "var(--font-sans)", padding: "0.375rem 0.625rem" },
});

/** A flow's JSON, with what is wrong with it where it is wrong. */
export function FlowJson({ draft, goal, onSelect }: FlowJsonProps) {
  const t = useText("knowledge");
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const latest = useRef({ draft, onSelect });
  latest.current = { draft, onSelect };
  const label = t("flow.views.json");
  useEffect(() => {
    if (place.current === null) return;
    const nonce = getNonce();
    const view = new EditorView({
      parent: place.current,
      doc: latest.current.draft.text,
      extensions: [
        ...(nonce ? [EditorView.cspNonce.of(nonce)] : []),
        basicSetup,
        json(),
        lintGutter(),
        syntaxHighlighting(COLOURS),
        LOOKS,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) latest.current.draft.setText(update.state.doc.toString());
          if (!update.transactions.some((one) => one.isUserEvent("select.pointer"))) return;
          const node = nodeAt(update.state.doc.toString(), update.state.selection.main.head);
          if (node !== null) latest.current.onSelect(node);
        }),
      ],
    });
    editor.current = view;
    return () => {
      editor.current = null;
      view.destroy();
    };
  }, [label]);
  useDocument(editor, draft.text);
  useFaults(editor, draft);
  useEffect(() => {
    const view = editor.current;
    if (view === null || goal === null) return;
    const { from, to } = placeOf(placesOf(view.state.doc.toString()), goal.path);
    const isWhole = to - from > 2_000;
    view.dispatch({
      selection: { anchor: isWhole ? from : to, head: from },
      effects: EditorView.scrollIntoView(from, { y: "start", yMargin: 40 }),
    });
  }, [goal]);
  return <div ref={place} className="min-h-0 grow overflow-hidden" />;
}

/** What changed the text from outside. */
function useDocument(editor: { current: EditorView | null }, text: string): void {
  useEffect(() => {
    const view = editor.current;
    if (view === null || view.state.doc.toString() === text) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  }, [editor, text]);
}

/** Shows what cannot be read, else what the API says of it. */
function useFaults(editor: { current: EditorView | null }, { text, check }: FlowDraft): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const view = editor.current;
      if (view === null || view.state.doc.toString() !== text) return;
      const unread = jsonParseLinter()(view);
      const found = unread.length > 0 || check.text !== text ? unread : diagnosticsOf(text, check.faults);
      view.dispatch(setDiagnostics(view.state, found));
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [editor, text, check]);
}

function diagnosticsOf(text: string, faults: FlowDraft["check"]["faults"]): Diagnostic[] {
  const places = placesOf(text);
  return faults.map(({ path, detail, isWarning }) => ({
    ...markOf(text, placeOf(places, path)),
    severity: isWarning ? "warning" : "error",
    message: detail,
  }));
}

/** The node in whose JSON a place is. */
function nodeAt(text: string, at: number): string | null {
  for (const [path, { from, to }] of placesOf(text))
    if (/^nodes\.[^.]+$/.test(path) && from <= at && at <= to) return path.slice("nodes.".length);
  return null;
}
