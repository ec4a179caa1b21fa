import { SOCKETIO } from "../socketio/codec.ts";
import { NATIVE } from "./native-codec.ts";
import type { Codec, Kind } from "./socket.ts";

/** The languages that are spoken here. */
const CODECS = new Map<Kind, Codec>([
  ["native", NATIVE],
  ["socketio", SOCKETIO],
]);

export const codecOf = (kind: Kind): Codec => CODECS.get(kind) ?? NATIVE;
