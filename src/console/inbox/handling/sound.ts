/** Two short tones, the second a fourth higher: heard, and not frightening. */
const TONES_HZ = [659.25, 880];
const TONE_S = 0.16;
const LOUDNESS = 0.12;

let context: AudioContext | null = null;

/** Makes itself heard. Browsers allow it once somebody has touched the page; before that it is silent. */
export function ring(): void {
  context ??= new AudioContext();
  void context.resume().catch(() => undefined);
  const { currentTime } = context;
  TONES_HZ.forEach((frequency, index) => {
    const at = currentTime + index * TONE_S;
    tone(context as AudioContext, frequency, at);
  });
}

function tone(audio: AudioContext, frequency: number, at: number): void {
  const oscillator = new OscillatorNode(audio, { type: "sine", frequency });
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + TONE_S * 2);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + TONE_S * 2);
}
