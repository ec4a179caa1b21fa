/** A file as a message of the customer: `id` from an upload or from another message, and what goes with it. */
export const mediaMessage = (type, id, { caption, filename, voice, animated } = {}) => ({
  type,
  media_id: id,
  ...(caption && type !== "audio" && type !== "sticker" && { caption }),
  ...(filename && type === "document" && { filename }),
  ...(voice && { voice }),
  ...(animated && { animated }),
});
