import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { contentOf } from "../../src/channels/whatsapp/content.ts";
import { reasonOf, whyHandedOver } from "../../src/console/api/reason.ts";
import type { Conversation, LogEvent, Message } from "../../src/console/api/types.ts";
import { contentInWords } from "../../src/console/inbox/thread/words/standing-in.ts";
import { loadTexts, speak } from "../../src/console/locales/text.ts";
import { USUAL_REASONS } from "../../src/domain/usual-reasons.ts";

beforeAll(async () => {
  vi.stubGlobal("localStorage", { setItem: () => {} });
  vi.stubGlobal("document", { documentElement: {} });
  vi.stubGlobal("navigator", { languages: ["es-MX"] });
  await loadTexts(["common", "thread"]);
  await speak("es");
});
afterAll(() => vi.unstubAllGlobals());

describe("why a person is asked for", () => {
  const asked = { type: "handoff.requested", seq: 9, number: 1, at: "", actor: { type: "system", id: null } };
  const reasonIn = (reason: string) => reasonOf({ ...asked, trigger: "api", reason } as LogEvent);

  test("is told in the agent's language, where the store said it", () => {
    expect(reasonIn(USUAL_REASONS.keyword("asesor 'ya'"))).toBe("El cliente pidió una persona: «asesor 'ya'»");
    expect(reasonIn(USUAL_REASONS.late(1))).toBe("El agente de IA no respondió en 1 segundo");
    expect(reasonIn(USUAL_REASONS.machines(200))).toBe("200 mensajes automáticos en un día");
    expect(reasonIn(USUAL_REASONS.sentiment(-0.8))).toBe("Palabras de enfado (puntuación −0.80)");
    const handed = { handoff_trigger: "flow", handoff_reason: USUAL_REASONS.flow() } as Conversation;
    expect(whyHandedOver(handed)).toBe("El flujo pide una persona");
  });

  test("is one that the console knows, whatever the store says", () => {
    const said = Object.entries(USUAL_REASONS).map(([name, words]) => [name, (words as (of: unknown) => string)(7)]);
    const unknown = said.filter(([, words]) => reasonIn(words ?? "") === words).map(([name]) => name);
    // The sentence of the one tells as much; of the other Spanish has the same word.
    expect(unknown).toEqual(["people_first", "macro"]);
    expect(reasonIn(USUAL_REASONS.taken())).toBeNull();
  });

  test("is left as somebody wrote it", () => {
    for (const reason of ["Rules are rules", "The flow asks for a person, again", "Multiple", "constructor"])
      expect(reasonIn(reason)).toBe(reason);
  });
});

describe("what stands for a message without words", () => {
  const told = (message_type: string, payload: Record<string, unknown> = {}) =>
    contentInWords({ message_type, content: contentOf(message_type, payload) } as Message);
  const unsupported = (type: string, raw: object = {}) => told("unsupported", { type, raw });

  test.each([
    ["image", {}, "📷 Foto"],
    ["image", { caption: "Photo: mine" }, "📷 Foto: Photo: mine"],
    ["audio", { voice: true }, "🎤 Mensaje de voz"],
    ["document", { filename: "a.pdf", caption: "x\ny" }, "📄 Documento: a.pdf – x\ny"],
    ["location", { name: "Plaza" }, "📍 Ubicación: Plaza"],
    [
      "contacts",
      { contacts: [{ name: { formatted_name: "A" } }, { name: { formatted_name: "B" } }] },
      "👤 Contactos: A, B",
    ],
    ["flow_reply", { response: { size: "L" } }, "📋 Formulario: size: L"],
    ["reaction", { emoji: "👍" }, "Reaccionó 👍"],
    ["reaction", {}, "Quitó una reacción"],
    [
      "interactive",
      { type: "call_permission_reply", call_permission_reply: { response: "reject" } },
      "📞 No permite llamadas",
    ],
    ["interactive", {}, "Mensaje interactivo"],
    ["call", { event: "connect" }, "📞 Llamada de voz"],
    ["call", { event: "terminate", status: "COMPLETED", duration: 102 }, "📞 Llamada de voz terminada: 1 min 42 s"],
    ["call", { event: "terminate", status: ["FAILED"] }, "📞 La llamada de voz falló"],
    ["call", { event: "terminate" }, "📞 Llamada de voz terminada"],
    ["call", { event: "something_new" }, "📞 Llamada de voz: something new"],
    ["system", { type: "request_welcome" }, "El cliente abrió el chat"],
    ["system", { body: "A changed from B to C" }, "A changed from B to C"],
  ])("is told in the agent's language: %s %j", (type, payload, words) => {
    expect(told(type, payload)).toBe(words);
  });

  test("tells what to do about what did not come through", () => {
    const hint = "míralo en la aplicación de WhatsApp o pídelo de otra forma";
    expect(unsupported("unknown")).toBe(`⚠️ Mensaje no compatible: ${hint}`);
    expect(unsupported("poll_creation")).toBe(`⚠️ Mensaje no compatible (encuesta): ${hint}`);
    expect(unsupported("hologram", { text: { body: "Hello" } })).toBe(
      `⚠️ Mensaje no compatible (hologram): ${hint}\nHello`,
    );
    expect(unsupported("edit")).toMatch(/^✏️ Se editó un mensaje anterior/);
    expect(unsupported("media_placeholder")).toBe("📎 Un archivo que ya no está disponible");
    expect(unsupported("x", { errors: [{ code: 131060, title: "x" }] })).toMatch(/^⚠️ Este mensaje solo se puede leer/);
    expect(unsupported("x", { errors: [{ code: 131052, title: "Too large" }] })).toBe(
      "⚠️ Mensaje no recibido: Too large",
    );
  });

  test("is what a customer wrote, where they wrote it", () => {
    for (const [type, content] of [
      ["text", "📷 Photo"],
      ["button_reply", "Document"],
      ["image", "📷 Photography"],
      ["hologram", "Video"],
    ] as const)
      expect(contentInWords({ message_type: type, content })).toBe(content);
  });
});
