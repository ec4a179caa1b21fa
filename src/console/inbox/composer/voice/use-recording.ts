import { useEffect, useRef, useState } from "react";

const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
/** WhatsApp takes 16 MB of sound, which at this rate is over an hour: long enough is said before. */
const BITS_PER_SECOND = 32_000;
const TICK_MS = 80;

export type Recording =
  | { is: "asking" }
  | { is: "refused"; why: "denied" | "missing" | "failed" }
  | { is: "recording" }
  | { is: "recorded"; blob: Blob; url: string };

/** Records the agent's voice from the start on, until it is stopped. */
export function useRecording() {
  const [state, setState] = useState<Recording>({ is: "asking" });
  const [ms, setMs] = useState(0);
  const [levels, setLevels] = useState<readonly number[]>([]);
  const recorder = useRef<MediaRecorder | null>(null);

  useEffect(() => {
    let isGone = false;
    let end: () => void = () => undefined;
    let url: string | null = null;
    const begin = async () => {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
      });
      const meter = meterOf(stream);
      end = () => {
        for (const track of stream.getTracks()) track.stop();
        meter.close();
      };
      if (isGone) return end();
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      const made = new MediaRecorder(stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: BITS_PER_SECOND });
      const parts: Blob[] = [];
      const startedAt = performance.now();
      const timer = setInterval(() => {
        setMs(performance.now() - startedAt);
        const level = meter.level();
        setLevels((before) => [...before, level].slice(-MOST_LEVELS));
      }, TICK_MS);
      made.ondataavailable = ({ data }) => parts.push(data);
      made.onstop = () => {
        clearInterval(timer);
        end();
        if (isGone) return;
        const blob = new Blob(parts, { type: made.mimeType });
        url = URL.createObjectURL(blob);
        setState({ is: "recorded", blob, url });
      };
      made.start();
      recorder.current = made;
      setState({ is: "recording" });
    };
    begin().catch((error: unknown) => {
      end();
      if (!isGone) setState({ is: "refused", why: whyOf(error) });
    });
    return () => {
      isGone = true;
      if (recorder.current?.state === "recording") recorder.current.stop();
      end();
      if (url) URL.revokeObjectURL(url);
    };
  }, []);
  return { state, ms, levels, stop: () => recorder.current?.stop() };
}

export const MOST_LEVELS = 48;

/** How loud it is, from 0 to 1. */
function meterOf(stream: MediaStream): { level: () => number; close: () => void } {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
      return Math.min(1, Math.sqrt(power) * 4);
    },
    close: () => void context.close().catch(() => undefined),
  };
}

function whyOf(error: unknown): "denied" | "missing" | "failed" {
  const { name } = error as Error;
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "TypeError" ? "missing" : "failed";
}
