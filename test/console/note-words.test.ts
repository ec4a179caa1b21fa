import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { NoteWords } from "../../src/console/inbox/thread/note-words.tsx";

const shown = (content: string): string =>
  renderToStaticMarkup(createElement(NoteWords, { content }))
    .replace(/^<div[^>]*>|<\/div>$/g, "")
    .replace(/ class="[^"]*"/g, "");

test.each([
  ["Ask <Anna> about it", "<p>Ask &lt;Anna&gt; about it</p>"],
  ["<b>bold</b> <script>alert(1)</script>", "<p>&lt;b&gt;bold&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>"],
  ["<div>\na whole block\n</div>", "<p>&lt;div&gt;\na whole block\n&lt;/div&gt;</p>"],
  ["<!-- hidden -->", "<p>&lt;!-- hidden --&gt;</p>"],
  ["2*3*4 = 24", "<p>2*3*4 = 24</p>"],
  ["5**2**3 and a~~b~~c", "<p>5**2**3 and a~~b~~c</p>"],
])("CN7 a note is shown as it was typed: %j", (typed, expected) => expect(shown(typed)).toBe(expected));

test.each([
  ["*said* (**loudly**), ~~not~~", "<p><em>said</em> (<strong>loudly</strong>), <del>not</del></p>"],
  ["- one\n- `a*b*c`", "<ul>\n<li>one</li>\n<li><code>a*b*c</code></li>\n</ul>"],
  ["See @[Marco Bauer](agent-1)", "<p>See <strong>@Marco Bauer</strong></p>"],
  [
    "![picture](https://a.example/a.png)[x](javascript:alert(1))",
    '<p><a target="_blank" rel="noopener noreferrer">x</a></p>',
  ],
])("CN7 a note's marks are read: %j", (typed, expected) => expect(shown(typed)).toBe(expected));
