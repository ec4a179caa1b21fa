import type { Row } from "./store/rows.ts";

const LETTERS_A_LINE = 52;
const LINE = 20;
/** Boxes of files, with what stands around them. */
const BOXES: Record<string, number> = {
  image: 270,
  video: 234,
  sticker: 180,
  audio: 100,
  document: 110,
  location: 270,
  contacts: 110,
  order: 160,
  interactive: 150,
  template: 140,
};

/** How high a row will about be, in pixels, before it was ever drawn. */
export function heightOf(row: Row): number {
  switch (row.kind) {
    case "day":
    case "earlier":
    case "unread":
      return 34;
    case "events":
      return row.events.length > 2 ? 56 : 12 + row.events.length * 18;
    case "note":
      return 62;
    case "outgoing":
      return 44 + wordsHeight(row.outgoing.draft.content);
    case "message": {
      const { message, isFirst } = row;
      const box = BOXES[message.message_type];
      return (isFirst ? 26 : 4) + (box ?? 34 + wordsHeight(message.content));
    }
  }
}

const wordsHeight = (text: string): number => Math.min(42, Math.ceil(text.length / LETTERS_A_LINE)) * LINE;
