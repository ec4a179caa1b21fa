/** The little that is used of Node: whatever else is here is of the Worker's runtime, whose types do not go with Node's. */
declare module "node:sqlite" {
  export type SQLInputValue = null | number | bigint | string | Uint8Array;
  export class StatementSync {
    all(...bindings: (SQLInputValue | Record<string, SQLInputValue | undefined>)[]): unknown[];
  }
  export class DatabaseSync {
    constructor(path: string);
    exec(sql: string): void;
    prepare(sql: string): StatementSync;
    close(): void;
  }
}
declare module "node:crypto" {
  interface Hash {
    update(bytes: Uint8Array): Hash;
    digest(): Uint8Array;
  }
  export function createHash(algorithm: string): Hash;
  export function createHmac(algorithm: string, secret: Uint8Array): Hash;
}
declare const process: {
  env: Record<string, string | undefined>;
  stdout: { write(text: string): void };
};
declare const Buffer: { from(bytes: Uint8Array): { toString(encoding: "hex"): string } };
declare function setImmediate(run: (value: unknown) => void): void;
