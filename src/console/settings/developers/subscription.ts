import type { Answer } from "../../api/types.ts";
import type { BadgeTone } from "../../ui/badge.tsx";

export type Subscription = Answer<"listSubscriptions">["subscriptions"][number];
export type SubscriptionDetail = Answer<"getSubscription">;
export type Standing = SubscriptionDetail["standing"];
export type Delivery = Answer<"listDeliveries">["deliveries"][number];
export type DeliveryState = Delivery["state"];
export type Attempt = Answer<"testSubscription">;

/** So often what is looked at is asked for anew. */
export const EVERY_MS = 5_000;

/** What changes when something is done about a subscription's deliveries. */
export const OF_DELIVERIES = ["listDeliveries", "getDelivery", "getSubscription", "getOperations"] as const;

export const STANDING_TONES: Record<Standing["state"], BadgeTone> = {
  working: "success",
  failing: "danger",
  disabled: "neutral",
};

export const DELIVERY_TONES: Record<DeliveryState, BadgeTone> = {
  delivered: "success",
  retrying: "warning",
  dead: "danger",
};

/** How people call it: by what it is for, else by where it sends. */
export function nameOf({ description, url }: Pick<Subscription, "description" | "url">): string {
  if (description) return description;
  return URL.canParse(url) ? new URL(url).host : url;
}
