import * as z from "zod";
import { Link, words } from "./words.ts";

const CAPTION = 1024;
const FILE_NAME = 240;

const file = {
  media_id: z.guid().toLowerCase().optional().meta({ description: "Id of an uploaded file, or of one that came in" }),
  link: Link.optional().meta({ description: "Where WhatsApp fetches the file" }),
};

const namesOne = ({ media_id, link, id }: { media_id?: unknown; link?: unknown; id?: unknown }): boolean =>
  [media_id, link, id].filter((one) => one !== undefined).length === 1;

const ONE_FILE = { error: "one of media_id and link is needed, and only one", path: ["media_id"] };

const caption = words("caption", CAPTION).optional();
const filename = words("filename", FILE_NAME).optional();

/** An image or a video. */
export const Picture = z.strictObject({ ...file, caption }).refine(namesOne, ONE_FILE);
export const Document = z.strictObject({ ...file, caption, filename }).refine(namesOne, ONE_FILE);
export const Sticker = z.strictObject(file).refine(namesOne, ONE_FILE);
export const Audio = z
  .strictObject({
    ...file,
    voice: z.boolean().optional().meta({ description: "A voice note: Opus in Ogg, mono" }),
  })
  .refine(namesOne, ONE_FILE);

const HeaderFile = z
  .looseObject({
    ...file,
    id: z.string().min(1).optional().meta({ description: "WhatsApp's own id of a file" }),
    filename,
  })
  .refine(namesOne, { error: "one of media_id, id and link is needed, and only one", path: ["media_id"] });

/** A file at the head of something: of a template, or of what is offered to choose from. */
export const FILE_HEADERS = [
  z.looseObject({ type: z.literal("image"), image: HeaderFile }),
  z.looseObject({ type: z.literal("video"), video: HeaderFile }),
  z.looseObject({ type: z.literal("document"), document: HeaderFile }),
] as const;
