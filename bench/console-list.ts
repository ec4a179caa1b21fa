interface Row {
  id: string;
  [field: string]: unknown;
}

const NAMES = [
  "Ana Prado",
  "Budi Santoso",
  "Chidi Eze",
  "Dewi Lestari",
  "Élodie Roy",
  "Jürgen Kraus",
  "Minh Khai",
  "Zoë",
];
const WORDS = "where is the parcel that was sent on Monday to the shop beside the harbour and not to me".split(" ");
const LABELS = ["vip", "refund", "order", "bent wheel", "warranty"];
const MINUTE_MS = 60_000;

/** Rows of a list that is not there, newest first: copies of a true one, each with its own person, words and time. */
export function invented(row: Row, from: number, to: number): Row[] {
  const begun = Date.now();
  return Array.from({ length: to - from }, (_, offset) => {
    const index = from + offset;
    const at = new Date(begun - index * MINUTE_MS).toISOString();
    const said = WORDS.slice(index % 7, 3 + ((index * 5) % WORDS.length)).join(" ");
    return {
      ...row,
      id: `00000000-0000-8000-8000-${index.toString(16).padStart(12, "0")}`,
      customer_name: `${NAMES[index % NAMES.length]} ${index}`,
      customer_phone: `+1555${(1_000_000 + index).toString()}`,
      unread_count: index % 4 === 0 ? index % 9 : 0,
      labels: LABELS.filter((_, place) => (index + place) % 4 === 0),
      last_message_at: at,
      last_message: { ...(row.last_message as object | null), at, content: said || "ok" },
    };
  });
}
