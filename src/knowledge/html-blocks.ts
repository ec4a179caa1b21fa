/** Deeper lists are shown no deeper. */
const DEEPEST_LIST = 6;
/** A table with longer cells than a line or two only lays a page out. */
const LONGEST_CELL = 500;
const MOST_COLUMNS = 50;

type Attribute = (name: string) => string | null;

/** A list that has begun; `number` is that of its next item, null where they have none. */
interface List {
  number: number | null;
}

interface Table {
  rows: string[][];
  row: string[];
  /** Whether a cell is being read. */
  isCell: boolean;
  /** Tables within tables are read as their words. */
  depth: number;
}

/** Writes Markdown block by block from what elements begin and end. */
export class Blocks {
  /** The page's first heading of the highest level. */
  heading: string | null = null;
  readonly #linkOf: (href: string) => string | null;
  #written: { text: string; isItem: boolean }[] = [];
  #line = "";
  #prefix = "";
  readonly #lists: List[] = [];
  #table: Table | null = null;
  #link: { at: number; href: string } | null = null;
  #isExact = false;

  constructor(linkOf: (href: string) => string | null) {
    this.#linkOf = linkOf;
  }

  say(text: string): void {
    this.#line += this.#isExact ? text : text.replace(/[\s\u00a0]+/g, " ");
  }

  begin(name: string, isBlock: boolean, attribute: Attribute): void {
    if (isBlock || /^h[1-6]$/.test(name)) this.#flush();
    if (/^h[1-6]$/.test(name)) this.#prefix = `${"#".repeat(Number(name[1]))} `;
    else if (name === "br") this.#line += "\n";
    else if (name === "img") this.say(` ${attribute("alt") ?? ""} `);
    else if (name === "a") this.#beginLink(attribute("href"));
    else if (name === "ul" || name === "ol") this.#beginList(name, attribute("start"));
    else if (name === "li") this.#beginItem();
    else if (name === "pre") this.#beginExact();
    else if (/^t(?:able|r|d|h)$/.test(name)) this.#beginOfTable(name);
  }

  end(name: string, isBlock: boolean): void {
    if (/^h[1-6]$/.test(name)) this.#endHeading(name);
    else if (name === "a") this.#endLink();
    else if (name === "ul" || name === "ol") this.#endList();
    else if (name === "pre") this.#endExact();
    else if (/^t(?:able|r|d|h)$/.test(name)) this.#endOfTable(name);
    else if (isBlock || name === "li") this.#flush();
  }

  /** Ends all that has not ended. @returns the whole */
  finish(): string {
    if (this.#isExact) this.#endExact();
    if (this.#table) {
      this.#table.depth = 1;
      this.#endOfTable("table");
    }
    this.#flush();
    const parts = this.#written.map(({ text, isItem }, index) => {
      const isTight = isItem && this.#written[index - 1]?.isItem;
      return index === 0 ? text : `${isTight ? "\n" : "\n\n"}${text}`;
    });
    return parts.join("");
  }

  /** Writes the line that is being read. Within a table's cell it goes on. */
  #flush(): void {
    if (this.#isExact) return;
    if (this.#table?.isCell) {
      this.#line += "\n";
      return;
    }
    const text = tidy(this.#line);
    this.#line = "";
    this.#link = null;
    if (text === "") return;
    const isMarked = /^[-\d]/.test(this.#prefix);
    const depth = Math.min(this.#lists.length, DEEPEST_LIST);
    // What follows in an item belongs to it as long as it is indented like it.
    const indent = "  ".repeat(Math.max(0, depth - (isMarked ? 1 : 0)));
    const inside = `\n${indent}${isMarked ? "  " : ""}`;
    this.#written.push({ text: indent + this.#prefix + text.replaceAll("\n", inside), isItem: isMarked || depth > 0 });
    this.#prefix = "";
  }

  #endHeading(name: string): void {
    const text = tidy(this.#line).replaceAll("\n", " ");
    if (name === "h1" && text !== "" && !this.#table) this.heading ??= text;
    this.#line = this.#table?.isCell ? this.#line : text;
    this.#flush();
    this.#prefix = "";
  }

  #beginLink(href: string | null): void {
    const url = href === null ? null : this.#linkOf(href);
    this.#link = url === null ? null : { at: this.#line.length, href: url };
  }

  #endLink(): void {
    const link = this.#link;
    this.#link = null;
    if (link === null) return;
    const text = tidy(this.#line.slice(link.at)).replaceAll("\n", " ");
    if (text !== "") this.#line = `${this.#line.slice(0, link.at)}[${text}](${link.href})`;
  }

  #beginList(name: string, start: string | null): void {
    this.#flush();
    const first = /^\d{1,6}$/.test(start ?? "") ? Number(start) : 1;
    if (!this.#table?.isCell) this.#lists.push({ number: name === "ol" ? first : null });
  }

  #endList(): void {
    this.#flush();
    this.#prefix = "";
    if (!this.#table?.isCell) this.#lists.pop();
  }

  #beginItem(): void {
    this.#flush();
    if (this.#table?.isCell) return;
    const list = this.#lists.at(-1);
    this.#prefix = list?.number == null ? "- " : `${list.number++}. `;
  }

  #beginExact(): void {
    this.#flush();
    this.#isExact = !this.#table?.isCell;
  }

  #endExact(): void {
    if (!this.#isExact) return;
    this.#isExact = false;
    const text = this.#line.replace(/^\n+/, "").trimEnd();
    this.#line = "";
    if (text !== "") this.#written.push({ text: `\`\`\`\n${text}\n\`\`\``, isItem: false });
  }

  #beginOfTable(name: string): void {
    if (name === "table") {
      if (this.#table) this.#table.depth += 1;
      else {
        this.#flush();
        this.#table = { rows: [], row: [], isCell: false, depth: 1 };
      }
    } else if (this.#table?.depth !== 1) this.#line += " ";
    else if (name === "tr") this.#endRow(this.#table);
    else {
      this.#endCell(this.#table);
      this.#table.isCell = true;
    }
  }

  #endOfTable(name: string): void {
    const table = this.#table;
    if (table === null) return;
    if (name === "table") {
      table.depth -= 1;
      if (table.depth === 0) this.#writeTable(table);
    } else if (table.depth !== 1) this.#line += " ";
    else if (name === "tr") this.#endRow(table);
    else this.#endCell(table);
  }

  #endCell(table: Table): void {
    const text = tidy(this.#line);
    if (table.isCell || text !== "") table.row.push(text);
    this.#line = "";
    this.#link = null;
    table.isCell = false;
  }

  #endRow(table: Table): void {
    this.#endCell(table);
    if (table.row.length > 0) table.rows.push(table.row);
    table.row = [];
  }

  #writeTable(table: Table): void {
    this.#endRow(table);
    this.#table = null;
    const rows = table.rows.filter((row) => row.some((cell) => cell !== ""));
    const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
    if (columns === 0) return;
    const isLayout =
      columns === 1 || columns > MOST_COLUMNS || rows.some((row) => row.some((cell) => cell.length > LONGEST_CELL));
    const texts = isLayout ? rows.flat() : [printed(rows, columns)];
    for (const text of texts) if (text !== "") this.#written.push({ text, isItem: false });
  }
}

function printed(rows: string[][], columns: number): string {
  const line = (row: string[]) => {
    const cells = Array.from({ length: columns }, (_, column) => (row[column] ?? "").replaceAll("\n", " "));
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  };
  const [head = [], ...rest] = rows;
  return [line(head), `|${" --- |".repeat(columns)}`, ...rest.map(line)].join("\n");
}

/** Lines without the space around and between them. */
const tidy = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.replace(/[^\S\n]+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
