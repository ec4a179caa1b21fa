/**
 * Counts what the platform would bill of a Worker: it stands between the product's bundle and the runtime, in the one
 * isolate that the local runtime gives to a Worker and all its objects.
 */
const NONE = {
  worker_requests: 0,
  object_requests: 0,
  object_ms: 0,
  socket_messages_in: 0,
  queued: 0,
  rows_written: 0,
};
let counts = { ...NONE };
/** What is read is known only when all of it is. */
let cursors = [];

/** What was counted since the last time. */
function taken() {
  const rows = { rows_read: 0, rows_written: counts.rows_written };
  for (const { rowsRead, rowsWritten } of cursors) {
    rows.rows_read += rowsRead;
    rows.rows_written += rowsWritten;
  }
  const all = { ...counts, ...rows };
  counts = { ...NONE };
  cursors = [];
  return all;
}

function meterStorage(storage) {
  const { sql } = storage;
  const exec = (...query) => {
    const cursor = sql.exec(...query);
    cursors.push(cursor);
    return cursor;
  };
  const metered = new Proxy(sql, { get: (_, key) => (key === "exec" ? exec : Reflect.get(sql, key, sql)) });
  Object.defineProperty(storage, "sql", { configurable: true, value: metered });
  const setAlarm = storage.setAlarm.bind(storage);
  // An alarm that is set is billed as a row.
  storage.setAlarm = (...time) => {
    counts.rows_written++;
    return setAlarm(...time);
  };
}

/** An object's class, metered. */
export const metered = (Class) =>
  class extends Class {
    constructor(ctx, env) {
      meterStorage(ctx.storage);
      super(ctx, meteredEnvironment(env));
    }

    alarm(...args) {
      return timed(() => super.alarm?.(...args));
    }

    webSocketMessage(...args) {
      counts.socket_messages_in++;
      return super.webSocketMessage?.(...args);
    }
  };

async function timed(call) {
  counts.object_requests++;
  const begun = Date.now();
  try {
    return await call();
  } finally {
    counts.object_ms += Date.now() - begun;
  }
}

const isCall = (key, value) => typeof value === "function" && typeof key === "string" && key !== "then";

const meteredStub = (stub) =>
  new Proxy(stub, {
    get(target, key) {
      const value = target[key];
      return isCall(key, value) ? (...args) => timed(() => target[key](...args)) : value;
    },
  });

const meteredNamespace = (namespace) =>
  new Proxy(namespace, {
    get(target, key) {
      const value = target[key];
      if (key === "get" || key === "getByName") return (...args) => meteredStub(target[key](...args));
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

const meteredQueue = (queue) => ({
  send(...message) {
    counts.queued++;
    return queue.send(...message);
  },
  sendBatch(messages, ...more) {
    const batch = [...messages];
    counts.queued += batch.length;
    return queue.sendBatch(batch, ...more);
  },
});

const environments = new WeakMap();

function meteredEnvironment(env) {
  const known = environments.get(env);
  if (known) return known;
  const wrapped = Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      if (typeof value?.getByName === "function") return [name, meteredNamespace(value)];
      return [name, typeof value?.sendBatch === "function" ? meteredQueue(value) : value];
    }),
  );
  environments.set(env, wrapped);
  return wrapped;
}

/** The Worker itself, metered; it tells what was counted at a path of its own. */
export const meteredWorker = ({ fetch, queue }) => ({
  fetch(request, env, ctx) {
    if (new URL(request.url).pathname === "/bench/taken") return Response.json(taken());
    counts.worker_requests++;
    return fetch(request, meteredEnvironment(env), ctx);
  },
  queue(batch, env, ctx) {
    counts.worker_requests++;
    return queue(batch, meteredEnvironment(env), ctx);
  },
});
