import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { startSimulator } from "../../src/simulator/server.ts";
import { directoryFor } from "../support/directory.ts";
import { BUDI } from "./support.ts";

test("it listens on this machine, keeps its chats over a restart and stops with streams open", async () => {
  const stateDir = directoryFor("simulator");
  const first = await startSimulator({ port: 0, stateDir });
  expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const business = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => business.listen(0, "127.0.0.1", resolve));
  const webhook_url = `http://127.0.0.1:${(business.address() as AddressInfo).port}/`;
  const post = (path: string, method: string, body: object) =>
    fetch(first.url + path, { method, body: JSON.stringify(body) });
  const secrets = { access_token: "a", app_secret: "b", verify_token: "c" };
  await post("/simulator/numbers/1", "PUT", { ...secrets, display_phone_number: "+1", webhook_url, name: "Shop" });
  await post(`/simulator/contacts/${BUDI}/messages`, "POST", { text: "Hi" });
  await fetch(`${first.url}/simulator/events`);
  await first.close();
  await new Promise((resolve) => business.close(resolve));

  const second = await startSimulator({ port: 0, stateDir });
  const { messages } = await (await fetch(`${second.url}/simulator/contacts/${BUDI}/messages`)).json();
  expect(messages.map(({ text }: { text: string }) => text)).toEqual(["Hi"]);
  await second.close();
});

test("a port that is taken is an error, not a crash", async () => {
  const stateDir = directoryFor("simulator");
  const first = await startSimulator({ port: 0, stateDir });
  const port = Number(new URL(first.url).port);
  const other = directoryFor("simulator");
  await expect(startSimulator({ port, stateDir: other })).rejects.toThrow("EADDRINUSE");
  await first.close();
});
