/** Words for what the phone cannot show as WhatsApp would. Text and the likes of it are shown as they are. */
export function shownAs(type: string, content: unknown): string {
  const say = WORDS[type];
  return say ? say((content ?? {}) as Fields) : `[${type}]`;
}

// biome-ignore lint/suspicious/noExplicitAny: what is missing or of another type reads as absent
type Fields = Record<string, any>;

const media =
  (sign: string, name: string) =>
  ({ caption, filename }: Fields) =>
    [sign, filename ?? name, caption && `\n${caption}`].filter(Boolean).join(" ");

const WORDS: Record<string, (content: Fields) => string> = {
  text: ({ body }) => String(body),
  image: media("📷", "Photo"),
  video: media("🎥", "Video"),
  audio: media("🎤", "Voice message"),
  document: media("📄", "Document"),
  sticker: media("💟", "Sticker"),
  location: ({ name, address, latitude, longitude }) =>
    ["📍", name ?? `${latitude}, ${longitude}`, address && `\n${address}`].filter(Boolean).join(" "),
  contacts: (cards) =>
    `👤 ${Array.from(cards as Fields[], (card) => card?.name?.formatted_name ?? "Contact").join(", ")}`,
  reaction: ({ emoji }) => (emoji ? `Reacted ${emoji}` : "Took the reaction back"),
  interactive: ({ header, body, footer, action }) =>
    [header?.text, body?.text ?? "[interactive]", ...optionsOf(action), footer?.text].filter(Boolean).join("\n"),
  template: ({ name, components }) => [`[template ${name}]`, ...parametersOf(components)].join(" "),
};

function optionsOf(action: Fields | undefined): string[] {
  const buttons = asList(action?.buttons).map((button) => button?.reply?.title);
  const rows = asList(action?.sections).flatMap((section) => asList(section?.rows).map((row) => row?.title));
  const link = action?.parameters?.display_text;
  return [...buttons, ...rows, link].filter(Boolean).map((title) => `▸ ${title}`);
}

const parametersOf = (components: unknown): string[] =>
  asList(components).flatMap((component) =>
    asList(component?.parameters).flatMap(({ text, payload } = {}) => text ?? payload ?? []),
  );

const asList = (value: unknown): Fields[] => (Array.isArray(value) ? value : []);
