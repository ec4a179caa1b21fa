import type { MediaType } from "../media-kinds.ts";
import type { Fields } from "../model.ts";
import {
  type Faults,
  fault,
  fieldsOf,
  isFields,
  isText,
  lengthOf,
  object,
  optionalWords,
  required,
  some,
  words,
} from "./faults.ts";
import { checkInteractive } from "./interactive.ts";
import { checkSource, type Known } from "./source.ts";
import { checkTemplate } from "./template.ts";

const LONGEST_TEXT = 4_096;
const LONGEST_CAPTION = 1_024;
const LONGEST_FILENAME = 240;
const MOST_CONTACTS = 257;

type Check = (content: unknown, known: Known) => Faults;

const CHECKS: Record<string, Check> = {
  audio: checkMedia("audio"),
  contacts: checkContacts,
  document: checkMedia("document"),
  image: checkMedia("image"),
  interactive: checkInteractive,
  location: checkLocation,
  reaction: checkReaction,
  sticker: checkMedia("sticker"),
  template: checkTemplate,
  text: checkText,
  video: checkMedia("video"),
};

/** The types that can be sent (Meta, "Send messages"). */
export const TYPES = Object.keys(CHECKS);

export function* checkContent(type: string, content: unknown, known: Known): Faults {
  yield* required(type, content);
  if (type !== "contacts") yield* object(type, content);
  yield* CHECKS[type]?.(content, known) ?? [];
}

function* checkText(content: unknown): Faults {
  const { body, preview_url } = fieldsOf(content);
  yield* required("text['body']", body);
  if (typeof body !== "string") yield fault(100, "Param text['body'] must be a string.");
  else if (body.trim() === "") yield fault(100, "Param text['body'] must be at least 1 character long.");
  else if (lengthOf(body) > LONGEST_TEXT)
    yield fault(100, `Param text['body'] must be at most ${LONGEST_TEXT} characters long.`);
  if (preview_url !== undefined && typeof preview_url !== "boolean")
    yield fault(100, "Param text['preview_url'] must be a boolean.");
}

function checkMedia(type: MediaType): Check {
  return function* check(content, known) {
    const { caption, filename, voice } = fieldsOf(content);
    yield* checkSource(type, content, known);
    const takesCaption = type !== "audio" && type !== "sticker";
    if (caption !== undefined && !takesCaption) yield fault(100, `Param ${type}['caption'] is not allowed.`);
    yield* optionalWords(`${type}['caption']`, caption || undefined, LONGEST_CAPTION);
    yield* optionalWords(`${type}['filename']`, filename || undefined, LONGEST_FILENAME);
    if (filename !== undefined && type !== "document") yield fault(100, `Param ${type}['filename'] is not allowed.`);
    if (voice !== undefined && typeof voice !== "boolean") yield fault(100, "Param audio['voice'] must be a boolean.");
  };
}

const isDegrees = (value: unknown, most: number): boolean =>
  (typeof value === "number" || isText(value)) && Math.abs(Number(value)) <= most;

function* checkLocation(content: unknown): Faults {
  const { latitude, longitude, name, address } = fieldsOf(content);
  yield* required("location['latitude']", latitude);
  yield* required("location['longitude']", longitude);
  if (!isDegrees(latitude, 90)) yield fault(131_009, "Param location['latitude'] must be between -90 and 90.");
  if (!isDegrees(longitude, 180)) yield fault(131_009, "Param location['longitude'] must be between -180 and 180.");
  yield* optionalWords("location['name']", name || undefined, 1_000);
  yield* optionalWords("location['address']", address || undefined, 1_000);
}

const NAME_PARTS = ["first_name", "last_name", "middle_name", "suffix", "prefix"];
const LISTS = ["addresses", "emails", "phones", "urls"];

function* checkContacts(content: unknown): Faults {
  yield* some("contacts", content, 1, MOST_CONTACTS);
  for (const [index, contact] of (content as unknown[]).entries()) {
    const path = `contacts[${index}]`;
    if (!isFields(contact)) yield fault(100, `Param ${path} must be a JSON object.`);
    const { name, ...rest } = fieldsOf(contact);
    yield* object(`${path}['name']`, name);
    yield* words(`${path}['name']['formatted_name']`, fieldsOf(name).formatted_name, 1_024);
    if (!NAME_PARTS.some((part) => isText(fieldsOf(name)[part])))
      yield fault(131_009, `At least one of the optional parts of ${path}['name'] is required with formatted_name.`);
    for (const list of LISTS)
      if (rest[list] !== undefined && !Array.isArray(rest[list]))
        yield fault(100, `Param ${path}['${list}'] must be an array.`);
  }
}

function* checkReaction(content: unknown, known: Known): Faults {
  const { message_id, emoji } = fieldsOf(content);
  yield* required("reaction['message_id']", message_id);
  yield* required("reaction['emoji']", emoji);
  if (!isText(message_id)) yield fault(100, "Param reaction['message_id'] must be a non-empty string.");
  if (emoji !== "" && !isEmoji(emoji)) yield fault(131_009, "Param reaction['emoji'] is not an emoji.");
  if (!known.hasMessage(String(message_id)))
    yield fault(131_009, "Param reaction['message_id'] is not the ID of a message that can be reacted to.");
}

const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;

/** One emoji, however many code points it is made of. */
const isEmoji = (value: unknown): boolean =>
  isText(value) && PICTURE.test(value) && [...new Intl.Segmenter().segment(value)].length === 1;

/** The Graph API also takes structured values that are written as JSON in a string, as forms do. */
export function unwrapped(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Fields;
  } catch {
    return value;
  }
}
