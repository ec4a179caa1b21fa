import { randomInt } from "node:crypto";
import { call } from "./call.ts";

/** By what the demo's people sign in at the console: one password for all, so that it can be remembered. */
export interface DemoSignIn {
  password: string;
  /** The first of them is the shop's admin. */
  people: { name: string; email: string }[];
}

interface Place {
  /** Base address of the Worker. */
  url: string;
  apiKey: string;
}

const WORDS = (
  "acorn amber anchor apple autumn badger bamboo barley beacon birch bramble bridge button cactus camel candle canoe " +
  "canyon carrot castle cedar cellar cherry chestnut cinder clover cobalt comet copper coral cotton cricket crystal " +
  "daisy dolphin donkey dragon eagle ember falcon feather fennel ferry fiddle forest fossil garden garlic ginger " +
  "glacier granite grape hammer harbor hazel hedge heron honey island ivory jasmine juniper kettle ladder lagoon " +
  "lantern laurel lemon lentil lilac linen lizard lotus magnet mango maple marble meadow melon mirror mitten mosaic " +
  "muffin mustard nectar nickel nutmeg oasis olive onion orchid otter oyster paddle panda papaya parsley pebble " +
  "pepper pillow planet plum pocket pollen poplar pumpkin quartz rabbit radish raven ribbon river rocket saddle " +
  "saffron salmon sandal shadow silver sparrow spruce summit sunset thistle tiger timber tulip tunnel turnip valley " +
  "velvet violet walnut willow window winter yellow zebra"
).split(" ");
const CHOSEN = 4;

/** Something that can be typed after one look: 28 bits, which whoever guesses on line, ever more slowly, does not try out. */
const memorablePassword = (): string => Array.from({ length: CHOSEN }, () => WORDS[randomInt(WORDS.length)]).join("-");

/**
 * Lets agents of the demo sign in: each is invited, and their invitation accepted for them. Nobody is signed in
 * afterwards, and who had another password has this one.
 */
export async function letSignIn({ url, apiKey }: Place, agentIds: string[]): Promise<DemoSignIn> {
  const api = <T>(method: string, path: string, body: unknown) => call<T>(method, `${url}/api/v1${path}`, body, apiKey);
  const password = memorablePassword();
  const { agents } = await api<{ agents: { id: string; enabled: boolean }[] }>("GET", "/agents", undefined);
  // In the order in which they were hired; somebody may have switched some off since.
  const able = agentIds.filter((id) => agents.some((agent) => agent.id === id && agent.enabled));
  const [admin] = able;
  if (admin !== undefined) await api("PATCH", `/agents/${admin}`, { role: "admin" });
  const accept = async (id: string) => {
    const invitation = await api<{ url: string }>("POST", `/agents/${id}/invitations`, {});
    const token = invitation.url.split("/").at(-1);
    const path = `${url}/api/v1/invitations/accept`;
    const { agent } = await call<{ agent: { name: string; email: string } }>("POST", path, { token, password });
    await api("DELETE", `/agents/${id}/sessions`, undefined);
    // They are there when somebody signs in as them: else what waits would be offered to nobody.
    await api("PUT", `/agents/${id}/presence`, { status: "offline" });
    return { name: agent.name, email: agent.email };
  };
  const people = await Promise.all(able.map(accept));
  return { password, people };
}
