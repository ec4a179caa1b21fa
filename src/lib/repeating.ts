/** So long is waited before each further attempt, give or take a half; in milliseconds. */
const WAITS_MS = [50, 250, 1_000];

/** What the platform adds to an error of a call between objects. */
interface CallError {
  retryable?: boolean;
  overloaded?: boolean;
}

/**
 * An object may be gone just as it is called: started anew by a deploy, moved, or cut off. The platform says of such an
 * error that it passes ("Error handling" of Durable Objects): the call is made again then, through a new stub, as the old
 * one is of no more use. An object that has too much to do is left alone.
 * @param stub makes a new one
 * @param mayRepeat whether a call does no harm when it is made again, though it may have been done already
 */
export function repeating<Port extends object>(
  stub: () => Port,
  mayRepeat: (method: string, values: unknown[]) => boolean = () => true,
): Port {
  let port = stub();
  const call = async (method: string, values: unknown[]): Promise<unknown> => {
    for (const wait of WAITS_MS) {
      const used = port;
      try {
        return await methodOf(used, method)(...values);
      } catch (error) {
        if (!isPassing(error)) throw error;
        if (port === used) port = stub();
        if (!mayRepeat(method, values)) throw error;
        await scheduler.wait(Math.round(wait * (0.5 + Math.random())));
      }
    }
    return methodOf(port, method)(...values);
  };
  // Whoever awaits the port itself must not find that it is a promise.
  const get = (_: Port, method: string | symbol) =>
    typeof method === "symbol" || method === "then" ? undefined : (...values: unknown[]) => call(method, values);
  return new Proxy(port, { get });
}

// Called on its object: a method of a stub is none of its own.
const methodOf = (port: object, method: string) => {
  const methods = port as Record<string, (...values: unknown[]) => unknown>;
  return (...values: unknown[]) => methods[method]?.(...values);
};

const isPassing = (error: unknown): boolean => {
  const { retryable, overloaded } = (error ?? {}) as CallError;
  return retryable === true && overloaded !== true;
};
