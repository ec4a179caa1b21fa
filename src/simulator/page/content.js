import { adCard, orderCard, personCard, placeCard } from "./cards.js";
import { element, icon } from "./dom.js";
import { interactive, templateButton } from "./interactive.js";
import { audio, documentFile, picture, sticker, video } from "./media.js";
import { template } from "./template.js";

/**
 * The parts of a bubble. `above` and `below` stand around the words; `bare` is without a bubble around it, `fixed` as
 * wide as its media.
 */
const PLAIN = { above: [], words: null, footer: null, below: [], bare: false, fixed: false };

const withCaption = (make) => (content, message) => ({
  above: [make(content, message)],
  words: content.caption || null,
  fixed: true,
});

const PARTS = {
  image: withCaption(picture),
  video: withCaption(video),
  document: withCaption(documentFile),
  audio: (content, message) => ({ above: [audio(content, message)], fixed: true }),
  sticker: (content, message) => ({ above: [sticker(content, message)], bare: true }),
  location: (content) => ({ above: [placeCard(content)], fixed: true }),
  contacts: (content) => ({ above: content.map(personCard), fixed: true }),
  order: (content) => ({ above: [orderCard(content)], words: content.text || null, fixed: true }),
  interactive,
  template,
  button: templateButton,
  unsupported: (content) => ({ above: [aside("ban", `Businesses cannot receive this${kindOf(content)}`)] }),
};

const kindOf = (content) => (content?.type ? `: ${content.type.replaceAll("_", " ")}` : "");

/** A line in place of what cannot be shown. */
export const aside = (sign, words) => element("p", { className: "aside" }, icon(sign), words);

/** What a message says, in parts. Whatever the page does not know is shown in the simulator's words for it. */
export function partsOf(message) {
  const { type, text, content, revoked, referral } = message;
  if (revoked) return { ...PLAIN, above: [aside("ban", deletedWords(message))] };
  const known = content?.[type] !== undefined || type === "unsupported";
  const parts = known && PARTS[type]?.(content?.[type], message);
  const ad = referral ? [adCard(referral)] : [];
  if (!parts) return { ...PLAIN, above: ad, words: text };
  return { ...PLAIN, ...parts, above: [...ad, ...(parts.above ?? [])] };
}

const deletedWords = ({ direction }) =>
  direction === "from_customer" ? "You deleted this message" : "This message was deleted";
