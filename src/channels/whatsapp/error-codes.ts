/**
 * What a code of the Graph API means for a message:
 * - `retry`: nothing was sent, and the reason passes;
 * - `pace_recipient`, `pace_number`: nothing was sent, it was too quick, for this person or for the whole inbox;
 * - `uncertain`: it broke on WhatsApp's side, and the message may have gone out;
 * - `stop_inbox`: nothing was sent, and nothing will be until somebody mends the inbox;
 * - `template`: only a template may be sent now;
 * - `wait`: refused; sending it again soon makes it worse, so nobody does by itself;
 * - `give_up`: refused for good.
 */
type ErrorClass =
  | "retry"
  | "pace_recipient"
  | "pace_number"
  | "uncertain"
  | "stop_inbox"
  | "template"
  | "wait"
  | "give_up";

export interface Remedy {
  class: ErrorClass;
  /** What an agent can do about it, in plain words. */
  advice: string;
  /** The wait before the second attempt; each further one waits twice as long. */
  first_delay_ms: number;
  /** The whole inbox is better left alone for so long. */
  pauses_inbox_ms: number | null;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const remedy = (kind: ErrorClass, advice: string, more: Partial<Remedy> = {}): Remedy => ({
  class: kind,
  advice,
  first_delay_ms: 4 * SECOND,
  pauses_inbox_ms: null,
  ...more,
});

const retry = (advice: string, first_delay_ms: number) => remedy("retry", advice, { first_delay_ms });
const stop = (advice: string) => remedy("stop_inbox", advice);
const giveUp = (advice: string) => remedy("give_up", advice);

const TOKEN = stop("The inbox's access token is missing, expired or revoked: an administrator sets a new one.");
const PERMISSION = stop("The inbox's access token may not send for this number: an administrator gives it permission.");
const LOCKED = stop("WhatsApp has blocked or locked the account: an administrator sees why in WhatsApp Manager.");
const UNREGISTERED = stop("The number is not registered with WhatsApp: an administrator registers it.");
const PAYMENT = stop("WhatsApp cannot charge the account: an administrator sees to its payment method.");
const META = remedy(
  "uncertain",
  "WhatsApp had trouble of its own. It is tried again once it is clear that nothing arrived.",
);
const PARAMETER = giveUp("WhatsApp does not take this message as it is: change it, or tell an administrator.");
const MARKETING_API = giveUp(
  "WhatsApp takes this template only by its other endpoint for marketing: use another template.",
);
const VARIABLES = giveUp("The template's variables were not filled in as the template wants them: fill them in anew.");
const TEMPLATE_STOPPED = giveUp("WhatsApp has paused or disabled this template: use another one.");
const GROUP = giveUp("WhatsApp does not take this for a group.");

/**
 * Every code that is known. From Meta's "Error codes" of the Cloud API, unless a line names another source. Those that
 * speak of one template, flow or category are refused: nothing else of the inbox suffers from them.
 */
const REMEDIES = new Map<number, Remedy>([
  [0, TOKEN],
  [1, META],
  [2, META],
  [3, PERMISSION],
  [4, remedy("pace_number", "Too many calls of WhatsApp: it is sent a little later.", { first_delay_ms: MINUTE })],
  [10, PERMISSION],
  [33, stop("WhatsApp does not know the inbox's number, or not for its access token: an administrator checks both.")],
  [100, PARAMETER],
  [190, TOKEN],
  [368, LOCKED],
  [80007, remedy("pace_number", "Too many calls of WhatsApp: it is sent a little later.", { first_delay_ms: MINUTE })],
  [130403, giveUp("The business has blocked this person: unblock them first.")],
  [130429, remedy("pace_number", "Too many messages at once from this number: it is sent a little later.")],
  [
    130472,
    giveUp("WhatsApp does not deliver marketing to this person for the time of an experiment: wait until they write."),
  ],
  [130497, giveUp("WhatsApp does not let this business write to people in this country.")],
  [131000, META],
  [131005, PERMISSION],
  [131008, PARAMETER],
  [131009, PARAMETER],
  [131016, META],
  [131020, GROUP],
  [131021, giveUp("The number written to is the inbox's own.")],
  [
    131026,
    giveUp("The person cannot be reached: not on WhatsApp, with an old app, or without having accepted its terms."),
  ],
  [131030, giveUp("This is a test number: an administrator puts the person's number on its list of recipients.")],
  [131031, LOCKED],
  [131033, stop("The account cannot send now: an administrator sees why in WhatsApp Manager.")],
  [131035, giveUp("WhatsApp does not store anything for this number, and lost it: send it again.")],
  [131036, giveUp("WhatsApp does not store anything for this number, and lost it: send it again.")],
  [131037, stop("The number's display name is not approved: an administrator has it approved in WhatsApp Manager.")],
  [131041, GROUP],
  [131042, PAYMENT],
  [131044, PAYMENT],
  [131045, UNREGISTERED],
  [131047, remedy("template", "More than 24 hours have passed since the customer's last message: send a template.")],
  [
    131048,
    remedy("wait", "Too many people blocked or reported this number: write less, and to those who asked for it.", {
      pauses_inbox_ms: 15 * MINUTE,
    }),
  ],
  [131049, remedy("wait", "WhatsApp limits how much marketing this person gets: try again tomorrow at the earliest.")],
  [131050, giveUp("The person wants no marketing messages from this business: send them none.")],
  [131051, giveUp("WhatsApp does not take messages of this type.")],
  [131052, giveUp("WhatsApp could not fetch the file: upload it again, or check its link.")],
  [131053, giveUp("WhatsApp could not take the file: upload it again, in a type and size that it takes.")],
  [131055, MARKETING_API],
  [131056, remedy("pace_recipient", "Too many messages to this person at once: it is sent a little later.")],
  [131057, retry("The number is being moved or upgraded: it is sent in a few minutes.", MINUTE)],
  [131060, giveUp("This message can only be read in the WhatsApp Business app: see the phone app.")],
  [131061, MARKETING_API],
  [131062, giveUp("This kind of message needs the person's phone number: ask for it first.")],
  [131063, MARKETING_API],
  // Not in Meta's list; libraries that follow its documents have it.
  [
    131064,
    giveUp("Templates of this category are stopped because they were put into the wrong one: use another category."),
  ],
  [132000, VARIABLES],
  [132001, giveUp("The template is not there, or not approved, in this language: choose another one.")],
  [132005, giveUp("The template is too long with these values: shorten them.")],
  [132007, giveUp("The template breaks WhatsApp's policy: use another one.")],
  [132012, VARIABLES],
  [132015, TEMPLATE_STOPPED],
  [132016, TEMPLATE_STOPPED],
  [132018, VARIABLES],
  [132068, giveUp("WhatsApp has blocked the flow: an administrator mends it.")],
  [132069, giveUp("WhatsApp has slowed the flow down: try again later.")],
  [133004, META],
  [133010, UNREGISTERED],
  [134011, stop("WhatsApp's terms of payments are not accepted: an administrator accepts them in WhatsApp Manager.")],
  [134100, MARKETING_API],
  [134101, retry("The template is still being prepared: it is sent in about ten minutes.", 10 * MINUTE)],
  [134102, giveUp("The template cannot be used now: choose another one.")],
  [135000, PARAMETER],
  [137000, giveUp("The person's security code changed: make sure who they are before you write.")],
  // Not in Meta's list: what the Graph API says while a number is moved (reported by its users).
  [2494100, retry("The number is being moved or upgraded: it is sent in a few minutes.", MINUTE)],
]);

/** Codes that mean the same from the first to the last. */
const RANGES: [first: number, last: number, Remedy][] = [
  [200, 299, PERMISSION],
  [131200, 131299, GROUP],
  [133000, 133016, UNREGISTERED],
  [138000, 138999, giveUp("WhatsApp does not let this business call this person.")],
  [2593107, 2593109, giveUp("WhatsApp does not pass on the number's history.")],
];

/** What to do about a code; null where it is not known. */
export const remedyOf = (code: number): Remedy | null =>
  REMEDIES.get(code) ?? RANGES.find(([first, last]) => code >= first && code <= last)?.[2] ?? null;
