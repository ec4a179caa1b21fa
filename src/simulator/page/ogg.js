/** Opus works at this rate, whatever was recorded. */
export const SAMPLE_RATE = 48_000;

/** What the encoder puts before the sound, to be left out when it is played (RFC 7845, section 4.2). */
const PRE_SKIP = 312;
const PACKETS_IN_PAGE = 50;
const FIRST = 2;
const LAST = 4;

/** A voice message as WhatsApp has it, Opus in Ogg; null where the browser encodes no Opus. */
export async function voiceOf(samples) {
  const packets = await encoded(samples).catch(() => null);
  return packets && new Blob(pagesOf(packets), { type: "audio/ogg; codecs=opus" });
}

/** Any sound that the browser can read, as a voice message; null for what it cannot. */
export async function asVoice(blob) {
  const context = new OfflineAudioContext(1, 1, SAMPLE_RATE);
  const sound = await context.decodeAudioData(await blob.arrayBuffer()).catch(() => null);
  return sound && voiceOf(sound.getChannelData(0));
}

async function encoded(samples) {
  if (typeof AudioEncoder === "undefined") return null;
  const config = { codec: "opus", sampleRate: SAMPLE_RATE, numberOfChannels: 1, bitrate: 24_000 };
  if (!(await AudioEncoder.isConfigSupported(config)).supported) return null;
  const packets = [];
  const output = (chunk) => {
    const bytes = new Uint8Array(chunk.byteLength);
    chunk.copyTo(bytes);
    packets.push({ bytes, samples: Math.round((chunk.duration * SAMPLE_RATE) / 1_000_000) });
  };
  const encoder = new AudioEncoder({ output, error: () => {} });
  encoder.configure(config);
  for (let start = 0; start < samples.length; start += SAMPLE_RATE) {
    const data = samples.slice(start, start + SAMPLE_RATE);
    const timestamp = (start / SAMPLE_RATE) * 1_000_000;
    const sound = { format: "f32", sampleRate: SAMPLE_RATE, numberOfChannels: 1, numberOfFrames: data.length };
    encoder.encode(new AudioData({ ...sound, timestamp, data }));
  }
  await encoder.flush();
  encoder.close();
  return packets.length > 0 ? packets : null;
}

const latin = (words) => Uint8Array.from(words, (letter) => letter.charCodeAt(0));

function head() {
  const bytes = new Uint8Array(19);
  const view = new DataView(bytes.buffer);
  bytes.set(latin("OpusHead"));
  bytes.set([1, 1], 8);
  view.setUint16(10, PRE_SKIP, true);
  view.setUint32(12, SAMPLE_RATE, true);
  return bytes;
}

function tags() {
  const bytes = new Uint8Array(8 + 4 + 9 + 4);
  bytes.set(latin("OpusTags"));
  new DataView(bytes.buffer).setUint32(8, 9, true);
  bytes.set(latin("simulator"), 12);
  return bytes;
}

/** The pages of an Ogg stream (RFC 3533): one for each header, then the sound. */
function pagesOf(packets) {
  const pages = [page([head()], { flags: FIRST, at: 0, index: 0 }), page([tags()], { flags: 0, at: 0, index: 1 })];
  let at = 0;
  for (let start = 0; start < packets.length; start += PACKETS_IN_PAGE) {
    const some = packets.slice(start, start + PACKETS_IN_PAGE);
    at += some.reduce((sum, { samples }) => sum + samples, 0);
    const flags = start + PACKETS_IN_PAGE >= packets.length ? LAST : 0;
    const bytes = some.map((packet) => packet.bytes);
    pages.push(page(bytes, { flags, at, index: pages.length }));
  }
  return pages;
}

function page(packets, { flags, at, index }) {
  const lengths = packets.flatMap(({ length }) => [...Array(Math.floor(length / 255)).fill(255), length % 255]);
  const start = 27 + lengths.length;
  const bytes = new Uint8Array(start + packets.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  bytes.set(latin("OggS"));
  bytes[5] = flags;
  view.setBigUint64(6, BigInt(at), true);
  view.setUint32(14, 1, true);
  view.setUint32(18, index, true);
  bytes[26] = lengths.length;
  bytes.set(lengths, 27);
  let offset = start;
  for (const packet of packets) {
    bytes.set(packet, offset);
    offset += packet.length;
  }
  view.setUint32(22, checksum(bytes), true);
  return bytes;
}

/** CRC with polynomial 0x04c11db7, neither reflected nor inverted, over a page whose own checksum is zero. */
function checksum(bytes) {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}

/** Sound as a WAV file, which any browser can make. */
export function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const write = (offset, words) => {
    new Uint8Array(view.buffer).set(latin(words), offset);
  };
  write(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => {
    view.setInt16(44 + index * 2, Math.max(-1, Math.min(1, sample)) * 32_767, true);
  });
  return new Blob([view], { type: "audio/wav" });
}
