import type { OutboundJob } from "../conversation/port.ts";
import { errorText, log } from "../lib/log.ts";
import { sendMessages } from "./send-messages.ts";

/** Gives each job of a batch to its consumer; one that fails is retried alone. */
export async function dispatch(batch: MessageBatch<OutboundJob>, env: Cloudflare.Env): Promise<void> {
  if (batch.queue.endsWith("dead-letter")) {
    // Nothing is lost with the job: the thread still has the message and dispatches it again by its alarm.
    for (const message of batch.messages) log("error", "outbound.dead_letter", { attempts: message.attempts });
    batch.ackAll();
    return;
  }
  await Promise.all(
    batch.messages.map(async (message) => {
      try {
        await sendMessages(env, message.body);
        message.ack();
      } catch (error) {
        log("warn", "outbound.failed", { error: errorText(error), attempts: message.attempts });
        message.retry({ delaySeconds: 2 ** Math.min(message.attempts, 6) });
      }
    }),
  );
}
