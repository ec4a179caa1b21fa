import type { UseQueryResult } from "@tanstack/react-query";
import type { ApiProblem } from "./problem.ts";
import type { Conversation } from "./types.ts";
import { useCall } from "./use-call.ts";

/** A conversation as it stands: what the socket tells of it is put in as it comes. */
export const useConversation = (id: string): UseQueryResult<Conversation, ApiProblem> =>
  useCall("getConversation", { params: { id } });

/** How people call whom a conversation is with: by name, else by number. */
export const personOf = ({
  customer_name,
  customer_phone,
  customer_user_id,
  title,
}: Pick<Conversation, "customer_name" | "customer_phone" | "customer_user_id" | "title">): string =>
  customer_name || customer_phone || customer_user_id || title;
