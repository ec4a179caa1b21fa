import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { BUDI, simulation } from "./support.ts";

const FILE = `${import.meta.dirname}/../../../shared/fixtures/whatsapp/send-examples.json`;

// biome-ignore lint/suspicious/noExplicitAny: the examples are of every shape
type Body = Record<string, any>;

/** A template that an example's components fit. */
function templateFor({ name, language, components = [] }: Body): Body {
  const parametersOf = (type: string): Body[] => components.find((one: Body) => one.type === type)?.parameters ?? [];
  const [header] = parametersOf("header");
  const body = parametersOf("body").map((_, index) => `{{${index + 1}}}`);
  const buttons = components
    .filter(({ type }: Body) => type === "button")
    .map(({ sub_type }: Body) => ({ type: sub_type.toUpperCase(), text: "Press" }));
  return {
    name,
    language: language.code,
    components: [
      ...(header ? [{ type: "HEADER", format: header.type.toUpperCase() }] : []),
      { type: "BODY", text: `Say ${body.join(" ")}` },
      ...(buttons.length > 0 ? [{ type: "BUTTONS", buttons }] : []),
    ],
  };
}

/** An example with its placeholders filled in. */
function filled(example: Body, ids: { media: string; message: string }): Body {
  const json = JSON.stringify(example)
    .replace(/"to": ?"[^"]*"/, `"to":"+${BUDI}"`)
    .replaceAll(/"<(AUDIO|DOCUMENT|IMAGE|MEDIA|VIDEO)_OBJECT_ID>"/g, `"${ids.media}"`)
    .replaceAll(/"link":"[^"]*"/g, '"link":"https://shop.test/file"')
    .replaceAll(/"message_id":"[^"]*"/g, `"message_id":"${ids.message}"`)
    .replace('"<HEADER_TYPE>"', '"text"');
  return JSON.parse(json);
}

const isThere = existsSync(FILE);
const examples: [string, Body][] = isThere ? Object.entries(JSON.parse(readFileSync(FILE, "utf8")).examples) : [];

/** Left out of its body, the type is text; this one has no text. */
const WITHOUT_TYPE = "Send Reply to List Message";

test.skipIf(!isThere)("every example of Meta's is answered as Meta would (needs ../shared)", async () => {
  expect(examples).toHaveLength(50);
  const { say, graph, upload, put } = await simulation();
  const message = (await say("Hi")).id;
  const media = (await upload("image/jpeg", new Uint8Array(3))).json.id;
  for (const [name, example] of examples) {
    const body = filled(example, { media, message });
    if (body.template) await put("/simulator/templates", { templates: [templateFor(body.template)] });
    const { json } = await graph(body);
    if (body.status === "read") expect(json, name).toEqual({ success: true });
    else if (name === WITHOUT_TYPE) expect(json.error.code, name).toBe(131008);
    else expect(json, name).toMatchObject({ messages: [{ id: expect.any(String) }], contacts: [{ wa_id: BUDI }] });
  }
});

test.skipIf(!isThere)("an example whose recipient was not filled in is refused (needs ../shared)", async () => {
  const { graph, say } = await simulation();
  await say("Hi");
  const unaddressed = examples.filter(([, { to }]) => String(to).startsWith("{{"));
  expect(unaddressed.length).toBeGreaterThan(40);
  for (const [name, example] of unaddressed) expect((await graph(example)).json.error.code, name).toBe(131009);
});
