import { Webhook } from "standardwebhooks";

export interface SignedRequest {
  /** As it came, before anybody parsed it. */
  body: string;
  headers: Record<string, string>;
}

/** Whether one of the secrets has signed it, lately, as Standard Webhooks says. */
export const isSigned = (secrets: string[], { body, headers }: SignedRequest): boolean =>
  secrets.some((secret) => {
    try {
      new Webhook(secret).verify(body, headers, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  });
