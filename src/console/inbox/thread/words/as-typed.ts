/** What this needs to know of a node of Markdown's tree (mdast). */
interface Node {
  type: string;
  value?: string;
  children?: Node[];
  position?: { start: { offset?: number }; end: { offset?: number } } | undefined;
}

const MARKED = new Set(["emphasis", "strong", "delete"]);
const HOLDS_BLOCKS = new Set(["root", "blockquote", "listItem"]);
const WITHIN_WORD = /[\p{L}\p{N}]/u;

/**
 * A part of Markdown's reading (a remark plugin): what somebody typed without meaning marks stays as it was typed. A word
 * in angle brackets is no HTML, and the asterisks of 2*3*4 are no emphasis.
 */
export function asTyped() {
  return (tree: Node, file: { value: unknown }): void => keep(tree, String(file.value));
}

function keep(node: Node, source: string): void {
  if (node.children === undefined) return;
  node.children = node.children.flatMap((child) => {
    keep(child, source);
    if (child.type === "html") return [wordsOf(child, HOLDS_BLOCKS.has(node.type))];
    return MARKED.has(child.type) ? (asSigns(child, source) ?? [child]) : [child];
  });
}

function wordsOf({ value = "" }: Node, isBlock: boolean): Node {
  const text = { type: "text", value };
  return isBlock ? { type: "paragraph", children: [text] } : text;
}

/** What a mark stands around, with its signs as text; null where no letter or digit touches them from without. */
function asSigns({ children = [], position }: Node, source: string): Node[] | null {
  const [start, end] = [position?.start.offset, position?.end.offset];
  if (start === undefined || end === undefined) return null;
  if (!WITHIN_WORD.test(source.charAt(start - 1)) && !WITHIN_WORD.test(source.charAt(end))) return null;
  const [first, last] = [children[0]?.position?.start.offset, children.at(-1)?.position?.end.offset];
  if (first === undefined || last === undefined) return null;
  const sign = (from: number, to: number): Node => ({ type: "text", value: source.slice(from, to) });
  return [sign(start, first), ...children, sign(last, end)];
}
