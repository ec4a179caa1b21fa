/**
 * Every setting of the simulator in words. `name` is its address in the settings; `calm` its value when nothing is
 * wrong, absent from what is no fault. Kinds: switch, count, number (with `unit`), codes (`{code, count}`), choice.
 */
export const GROUPS = [
  {
    title: "When the business sends",
    settings: [
      {
        name: "fail_next",
        kind: "codes",
        calm: 0,
        label: "Refuse the next sends",
        help: "The call is answered with this error code; nothing is sent.",
      },
      {
        name: "fail_statuses_next",
        kind: "codes",
        calm: 0,
        label: "Accept the next sends, then fail them",
        help: "The call is answered as if all were well; a “failed” status with this code follows.",
      },
      {
        name: "server_errors_next",
        kind: "count",
        calm: 0,
        label: "Break down on the next sends",
        help: "HTTP 500 with a body that is no JSON. Nothing is sent.",
      },
      {
        name: "answer_after_ms",
        kind: "number",
        calm: 0,
        least: 0,
        unit: "ms",
        label: "Answer late",
        help: "The message is sent, and whoever sent it waits so long for the answer.",
      },
      {
        name: "lose_next_answers",
        kind: "count",
        calm: 0,
        label: "Lose the next answers",
        help: "The message is sent, but whoever sent it does not learn so.",
      },
      {
        name: "lose_how",
        kind: "choice",
        label: "What comes in place of a lost answer",
        choices: { 502: "HTTP 502", hang: "Nothing, ever" },
      },
      {
        name: "token_expired",
        kind: "switch",
        calm: false,
        label: "Access token expired",
        help: "Every call of the Graph API is refused with 190.",
      },
    ],
  },
  {
    title: "Limits",
    settings: [
      {
        name: "pair_limit",
        kind: "switch",
        calm: false,
        label: "One person, one message in 6 seconds",
        help: "45 may come in a burst; then sends to the same person are refused with 131056.",
      },
      {
        name: "throughput",
        kind: "number",
        calm: null,
        least: 1,
        unit: "a second",
        label: "Messages that the number may send",
        help: "More are refused with 130429. Empty: no limit.",
      },
    ],
  },
  {
    title: "Webhooks",
    settings: [
      {
        name: "webhooks.duplicate",
        kind: "switch",
        calm: false,
        label: "Deliver twice",
        help: "Every webhook comes a second time.",
      },
      {
        name: "webhooks.shuffle",
        kind: "switch",
        calm: false,
        label: "Out of order",
        help: "Later ones may overtake earlier ones.",
      },
      {
        name: "webhooks.statuses_before_answer",
        kind: "switch",
        calm: false,
        label: "Statuses before the answer",
        help: "“Sent” and “delivered” arrive before the call that sent the message is answered.",
      },
      {
        name: "webhooks.delay_ms",
        kind: "number",
        calm: 0,
        unit: "ms",
        label: "Late",
        help: "Every webhook waits for so long.",
      },
      {
        name: "webhooks.batch",
        kind: "number",
        calm: 1,
        least: 1,
        unit: "in one",
        label: "Several in one",
        help: "Up to so many are put into one request. 1: each on its own.",
      },
    ],
  },
  {
    title: "Media",
    settings: [
      {
        name: "fail_media_next",
        kind: "count",
        calm: 0,
        label: "Lose the next files",
        help: "The business's next downloads are answered 404.",
      },
      {
        name: "media_url_seconds",
        kind: "number",
        calm: 300,
        unit: "s",
        label: "How long a file's address works",
        help: "WhatsApp gives it 300 seconds.",
      },
    ],
  },
  {
    title: "Rules and pace",
    settings: [
      {
        name: "enforce_window",
        kind: "switch",
        label: "24-hour window",
        help: "When the customer has not written for a day, only templates may be sent.",
      },
      {
        name: "failures",
        kind: "choice",
        label: "What cannot be delivered",
        choices: { at_once: "is refused at once", later: "is accepted, then fails" },
      },
      { name: "sent_after_ms", kind: "number", unit: "ms", label: "Sent after" },
      { name: "delivered_after_ms", kind: "number", unit: "ms", label: "Delivered after" },
      { name: "read_after_ms", kind: "number", unit: "ms", label: "Read after" },
    ],
  },
];

/** Error codes that are worth trying, in words. */
export const CODES = {
  130429: "Rate limit hit",
  131056: "Too many to one person",
  131047: "Outside of the 24 hours",
  131026: "Undeliverable",
  131049: "Held back by WhatsApp",
  131000: "Something went wrong",
  131016: "Service unavailable",
  131048: "Taken for spam",
  131031: "Account locked",
  368: "Blocked for its policies",
  132001: "No such template",
  131053: "Media upload error",
};

const ALL = GROUPS.flatMap(({ settings }) => settings);

/** The value at an address such as `webhooks.batch`. */
export const valueAt = (settings, name) => name.split(".").reduce((inner, key) => inner?.[key], settings);

/** The change that sets it; what is grouped goes as a whole group. */
export function changeAt(settings, name, value) {
  const [group, key] = name.split(".");
  return key === undefined ? { [group]: value } : { [group]: { ...settings?.[group], [key]: value } };
}

const isOn = (settings, { name, kind, calm }) => {
  const value = valueAt(settings, name);
  if (calm === undefined || value === undefined) return false;
  return (kind === "codes" ? value.count : value) !== calm;
};

/** The faults that are on. */
export const faultsIn = (settings) => ALL.filter((setting) => isOn(settings, setting));

/** The change that ends them all. */
export function calming(settings) {
  const calmOf = ({ name, kind, calm }) => (kind === "codes" ? { ...valueAt(settings, name), count: 0 } : calm);
  const change = {};
  for (const setting of faultsIn(settings)) {
    const within = { webhooks: change.webhooks ?? settings.webhooks };
    Object.assign(change, changeAt(within, setting.name, calmOf(setting)));
  }
  return change;
}
