/** The flow object of a thread as others see it. */
export interface FlowPort {
  /** The thread's log goes that far. Quick: the log is read behind the answer, from where it was read last. */
  notify(through: number): Promise<void>;
  /** The person was erased at this seq of the log: deletes all it has of before. */
  forget(through: number): Promise<void>;
}

/** The object that runs the flows of a thread. */
export const flowAt = (env: Cloudflare.Env, tenantId: string, threadKey: string): FlowPort =>
  env.FLOW.getByName(`${tenantId}:${threadKey}`) as unknown as FlowPort;
