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
  audio: ({ voice }) => (voice === false ? "🎵 Audio" : "🎤 Voice message"),
  document: media("📄", "Document"),
  sticker: media("💟", "Sticker"),
  location: ({ name, address, latitude, longitude }) =>
    ["📍", name ?? `${latitude}, ${longitude}`, address && `\n${address}`].filter(Boolean).join(" "),
  contacts: (cards) =>
    `👤 ${Array.from(cards as Fields[], (card) => card?.name?.formatted_name ?? "Contact").join(", ")}`,
  reaction: ({ emoji }) => (emoji ? `Reacted ${emoji}` : "Took the reaction back"),
  interactive: (content) => answerIn(content) ?? questionIn(content),
  button: ({ text }) => String(text),
  order: ({ product_items, text }) => [`🛒 Order of ${asList(product_items).length}`, text].filter(Boolean).join("\n"),
  unsupported: ({ type }) => `⚠️ ${String(type ?? "Unsupported message").replaceAll("_", " ")}`,
  template: ({ name, components }) => [`[template ${name}]`, ...parametersOf(components)].join(" "),
};

/** What a customer chose or filled in. */
function answerIn({ type, button_reply, list_reply, nfm_reply, call_permission_reply: permission }: Fields) {
  if (type === "nfm_reply") return `📋 ${nfm_reply?.body ?? "Form"}`;
  if (type === "call_permission_reply") return permission?.response === "accept" ? "📞 Calls allowed" : "📞 No calls";
  const title = button_reply?.title ?? list_reply?.title;
  return title === undefined ? null : String(title);
}

const questionIn = ({ header, body, footer, action }: Fields): string =>
  [header?.text, body?.text ?? "[interactive]", ...optionsOf(action), footer?.text].filter(Boolean).join("\n");

function optionsOf(action: Fields | undefined): string[] {
  const buttons = asList(action?.buttons).map((button) => button?.reply?.title ?? button?.quick_reply?.title);
  const rows = asList(action?.sections).flatMap((section) => asList(section?.rows).map((row) => row?.title));
  const link = action?.parameters?.display_text ?? action?.parameters?.flow_cta;
  const cards = asList(action?.cards).flatMap((card) => [card?.body?.text, ...optionsOf(card?.action)]);
  return [...buttons, ...rows, link, ...cards].filter(Boolean).map((title) => `▸ ${title}`);
}

const parametersOf = (components: unknown): string[] =>
  asList(components).flatMap((component) =>
    asList(component?.parameters).flatMap(({ text, payload } = {}) => text ?? payload ?? []),
  );

const asList = (value: unknown): Fields[] => (Array.isArray(value) ? value : []);
