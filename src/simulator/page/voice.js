import { sendFile, takeExtras } from "./composer.js";
import { byId } from "./dom.js";
import { asVoice, SAMPLE_RATE, voiceOf, wav } from "./ogg.js";

const recorder = byId("recorder");
const words = byId("recorder-words");
const row = byId("composer-row");
const TONE_SECONDS = 3;

/** The recording under way: its MediaRecorder, or null where a tone stands in for a voice. */
let running = null;

async function start() {
  row.hidden = true;
  recorder.hidden = false;
  words.textContent = "Waiting for the microphone…";
  const began = { stream: null, media: null, pieces: [], since: Date.now(), timer: null };
  running = began;
  byId("recorder-send").focus();
  began.stream = await microphone();
  // Somebody may have called it off while the browser asked.
  if (running !== began) return release(began);
  if (began.stream === null) {
    words.textContent = "No microphone here: a short tone is sent instead.";
    return;
  }
  began.media = new MediaRecorder(began.stream);
  began.media.addEventListener("dataavailable", ({ data }) => began.pieces.push(data));
  began.media.start();
  began.since = Date.now();
  began.timer = setInterval(() => showTime(began), 250);
  showTime(began);
}

const microphone = async () => {
  if (typeof MediaRecorder === "undefined") return null;
  return (await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => null)) ?? null;
};

function showTime({ since }) {
  const seconds = Math.floor((Date.now() - since) / 1_000);
  words.textContent = `Recording ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function release({ stream, timer }) {
  clearInterval(timer);
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function close() {
  if (running !== null) release(running);
  running = null;
  recorder.hidden = true;
  row.hidden = false;
  byId("text").focus();
}

function finish() {
  const { media, pieces } = running;
  const recorded = media && new Promise((resolve) => media.addEventListener("stop", resolve, { once: true }));
  media?.stop();
  close();
  sendFile(fileOf(media, recorded, pieces), takeExtras());
}

async function fileOf(media, recorded, pieces) {
  await recorded;
  const file = media ? await voiceFrom(new Blob(pieces, { type: media.mimeType })) : await voiceWithout();
  return { voice: true, ...file };
}

/** Browsers record in formats of their own; what cannot be turned into WhatsApp's goes as it was recorded. */
async function voiceFrom(recorded) {
  const voice = await asVoice(recorded);
  return { type: "audio", blob: voice ?? recorded, filename: "voice.ogg" };
}

/** A browser that encodes no voice can still send the tone, though as a file. */
async function voiceWithout() {
  const samples = tone();
  const voice = await voiceOf(samples);
  if (voice !== null) return { type: "audio", blob: voice, filename: "voice.ogg" };
  return { type: "document", blob: wav(samples), filename: "voice.wav", voice: false };
}

/** Three notes, one after the other, each dying away. */
function tone() {
  const samples = new Float32Array(SAMPLE_RATE * TONE_SECONDS);
  const notes = [392, 523.25, 659.25];
  for (let index = 0; index < samples.length; index += 1) {
    const seconds = index / SAMPLE_RATE;
    const into = seconds % 1;
    const pitch = notes[Math.floor(seconds)] ?? 0;
    samples[index] = 0.3 * Math.exp(-3 * into) * Math.sin(2 * Math.PI * pitch * into);
  }
  return samples;
}

byId("record").addEventListener("click", start);
byId("recorder-cancel").addEventListener("click", close);
byId("recorder-send").addEventListener("click", finish);
recorder.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") close();
});
