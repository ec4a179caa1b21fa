import type { CallbackJob, OutboundJob, WorkJob } from "../conversation/port.ts";
import { errorText, log } from "../lib/log.ts";
import { unreachable } from "../lib/unreachable.ts";
import { answerByAi } from "./answer-by-ai.ts";
import { fetchMedia } from "./fetch-media.ts";
import { markRead } from "./mark-read.ts";
import { sendMessages } from "./send-messages.ts";
import { tellServices } from "./tell-services.ts";

type Job = OutboundJob | WorkJob | CallbackJob;

/** Gives each job of a batch to its consumer; one that fails is retried alone. */
export async function dispatch(batch: MessageBatch<Job>, env: Cloudflare.Env): Promise<void> {
  if (batch.queue.endsWith("dead-letter")) {
    // Nothing is lost with the job: the thread still has what is to be done and dispatches it again by its alarm.
    for (const message of batch.messages) log("error", `${batch.queue}.dropped`, { attempts: message.attempts });
    batch.ackAll();
    return;
  }
  await Promise.all(
    batch.messages.map(async (message) => {
      try {
        await consume(env, batch.queue, message.body);
        message.ack();
      } catch (error) {
        log("warn", `${batch.queue}.failed`, { error: errorText(error), attempts: message.attempts });
        message.retry({ delaySeconds: 2 ** Math.min(message.attempts, 6) });
      }
    }),
  );
}

function consume(env: Cloudflare.Env, queue: string, job: Job): Promise<void> {
  if (!("kind" in job)) return queue === "callbacks" ? tellServices(env, job) : sendMessages(env, job);
  switch (job.kind) {
    case "fetch_media":
      return fetchMedia(env, job);
    case "ask_ai":
      return answerByAi(env, job);
    case "mark_read":
      return markRead(env, job);
    default:
      return unreachable(job);
  }
}
