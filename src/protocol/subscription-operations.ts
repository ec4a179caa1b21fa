import { z } from "zod";
import { queryInteger } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";
import {
  Attempt,
  Delivery,
  DeliveryDetail,
  DeliveryPage,
  DeliveryQuery,
  NewSubscription,
  NoticePage,
  NoticeQuery,
  Replay,
  Rotated,
  Rotation,
  Subscription,
  SubscriptionChanges,
  SubscriptionCreated,
  SubscriptionDetail,
} from "./subscription.ts";

const PATH = "/api/v1/subscriptions";
const tag = "Callbacks";
const ofOne = { tag, params: idInPath, problems: ["not_found"] as ProblemCode[] };
const ofDelivery = {
  ...ofOne,
  params: idInPath.extend({
    delivery_id: queryInteger(1, Number.MAX_SAFE_INTEGER).meta({ description: "The `id` of a delivery" }),
  }),
};

const count = (description: string) => z.object({ count: z.number().int().meta({ description }) });

/** Calls about what services are sent. */
export const SUBSCRIPTION_OPERATIONS = {
  createSubscription: operation({
    id: "createSubscription",
    managing: true,
    method: "post",
    path: PATH,
    tag,
    summary: "Have events and commands sent to a URL, signed",
    body: NewSubscription,
    answers: { 201: SubscriptionCreated },
    problems: ["url_not_allowed", "subscription_limit"],
  }),
  listSubscriptions: operation({
    id: "listSubscriptions",
    method: "get",
    path: PATH,
    tag,
    summary: "All subscriptions",
    answers: { 200: z.object({ subscriptions: z.array(Subscription) }) },
  }),
  getSubscription: operation({
    ...ofOne,
    id: "getSubscription",
    method: "get",
    path: `${PATH}/{id}`,
    summary: "One subscription, and how it fares",
    answers: { 200: SubscriptionDetail },
  }),
  changeSubscription: operation({
    ...ofOne,
    id: "changeSubscription",
    managing: true,
    method: "patch",
    path: `${PATH}/{id}`,
    summary: "Change a subscription, or switch it on or off",
    body: SubscriptionChanges,
    answers: { 200: Subscription },
    problems: ["not_found", "url_not_allowed"],
  }),
  deleteSubscription: operation({
    ...ofOne,
    id: "deleteSubscription",
    managing: true,
    method: "delete",
    path: `${PATH}/{id}`,
    summary: "End a subscription; what it has not delivered yet is not delivered",
    answers: { 204: null },
  }),
  testSubscription: operation({
    ...ofOne,
    id: "testSubscription",
    managing: true,
    method: "post",
    path: `${PATH}/{id}/test`,
    summary: "Send `subscription.test` now, and say what came of it",
    answers: { 200: Attempt },
  }),
  rotateSecret: operation({
    ...ofOne,
    id: "rotateSecret",
    managing: true,
    method: "post",
    path: `${PATH}/{id}/secrets`,
    summary: "A new secret; those before sign beside it for a while",
    body: Rotation,
    answers: { 201: Rotated },
  }),
  replaySubscription: operation({
    ...ofOne,
    id: "replaySubscription",
    managing: true,
    method: "post",
    path: `${PATH}/{id}/replay`,
    summary: "Send again what happened since a time, or in a thread after a seq; the same events have the same ids",
    body: Replay,
    answers: { 202: count("Threads that were set back so far; the subscription's `standing` tells of the rest") },
    problems: ["not_found", "conversation_not_found"],
  }),
  listDeliveries: operation({
    ...ofOne,
    id: "listDeliveries",
    method: "get",
    path: `${PATH}/{id}/deliveries`,
    summary: "What became of each delivery, the newest first; `state=dead` is the dead-letter list",
    query: DeliveryQuery,
    answers: { 200: DeliveryPage },
  }),
  getDelivery: operation({
    ...ofDelivery,
    id: "getDelivery",
    method: "get",
    path: `${PATH}/{id}/deliveries/{delivery_id}`,
    summary: "One delivery, with its body",
    answers: { 200: DeliveryDetail },
  }),
  redeliver: operation({
    ...ofDelivery,
    id: "redeliver",
    managing: true,
    method: "post",
    path: `${PATH}/{id}/deliveries/{delivery_id}/redeliver`,
    summary: "Deliver it again, or now",
    answers: { 202: Delivery },
  }),
  redeliverAll: operation({
    ...ofOne,
    id: "redeliverAll",
    managing: true,
    method: "post",
    path: `${PATH}/{id}/redeliver`,
    summary: "Deliver again all that were given up, the oldest first",
    answers: { 202: count("Deliveries that were begun") },
  }),
  discardDelivery: operation({
    ...ofDelivery,
    id: "discardDelivery",
    managing: true,
    method: "delete",
    path: `${PATH}/{id}/deliveries/{delivery_id}`,
    summary: "Forget a delivery that was given up, or pass over one that is being retried",
    answers: { 204: null },
    problems: ["not_found", "delivery_not_dead"],
  }),
  listNotices: operation({
    id: "listNotices",
    method: "get",
    path: "/api/v1/notices",
    tag,
    summary: "What the tenant is told of its own settings, such as a subscription that was switched off",
    query: NoticeQuery,
    answers: { 200: NoticePage },
  }),
};
