import type * as z from "zod";
import type { Conversation as ConversationSchema, Event as EventSchema } from "../../protocol/conversation.ts";
import type { Message as MessageSchema } from "../../protocol/message.ts";
import type { OPERATIONS } from "../../protocol/operations.ts";
import type { Ticket as TicketSchema } from "../../protocol/ticket.ts";

type Operations = typeof OPERATIONS;
export type OperationId = keyof Operations;

type Answers<Id extends OperationId> = Operations[Id]["answers"];
type Success = 200 | 201 | 202 | 204;

/** What a call answers when it succeeds; undefined for no body. */
export type Answer<Id extends OperationId> = {
  [Status in keyof Answers<Id> & Success]: Answers<Id>[Status] extends null ? undefined : z.output<Answers<Id>[Status]>;
}[keyof Answers<Id> & Success];

/** A body as it is written, before defaults. */
export type Body<Id extends OperationId> = Operations[Id] extends { body: z.ZodType<unknown, infer I> | null }
  ? I
  : never;

type Scalar = string | number | boolean | null | undefined;
type Loose<T> = { [Key in keyof T]?: Scalar };
export type Params<Id extends OperationId> = Record<keyof z.output<Operations[Id]["params"]>, string | number>;
export type Query<Id extends OperationId> = Loose<z.output<Operations[Id]["query"]>>;

export type Conversation = z.output<typeof ConversationSchema>;
export type Message = z.output<typeof MessageSchema>;
export type Attachment = Message["attachments"][number];
export type LogEvent = z.output<typeof EventSchema>;
export type Ticket = z.output<typeof TicketSchema>;
export type Identity = Answer<"getSession">;
export type Agent = NonNullable<Identity["agent"]>;
export type Counts = Answer<"countConversations">;
export type View = keyof Counts["views"];
