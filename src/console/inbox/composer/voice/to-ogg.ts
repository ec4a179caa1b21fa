import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  OggOutputFormat,
  Output,
  WEBM,
} from "mediabunny";

/** The only type that WhatsApp plays as a voice note. */
const OGG_OPUS = "audio/ogg; codecs=opus";

/**
 * A recording as WhatsApp plays it as a voice note. Chrome records the same Opus in WebM: its packets are put into Ogg as
 * they are. What is neither (Safari's MPEG-4) stays as it is, and goes as an audio file.
 */
export async function voiceFile(recording: Blob): Promise<File> {
  if (recording.type.startsWith("audio/ogg")) return new File([recording], "voice.ogg", { type: OGG_OPUS });
  if (!recording.type.startsWith("audio/webm")) return new File([recording], "voice.m4a", { type: "audio/mp4" });
  return new File([await toOgg(recording)], "voice.ogg", { type: OGG_OPUS });
}

async function toOgg(recording: Blob): Promise<ArrayBuffer> {
  const input = new Input({ source: new BlobSource(recording), formats: [WEBM] });
  const track = await input.getPrimaryAudioTrack();
  const decoderConfig = await track?.getDecoderConfig();
  if (!track || !decoderConfig) throw new Error("the recording has no sound");
  const target = new BufferTarget();
  const output = new Output({ format: new OggOutputFormat(), target });
  const source = new EncodedAudioPacketSource("opus");
  output.addAudioTrack(source);
  await output.start();
  for await (const packet of new EncodedPacketSink(track).packets()) await source.add(packet, { decoderConfig });
  await output.finalize();
  if (target.buffer === null) throw new Error("nothing was written");
  return target.buffer;
}
