import { delay } from "./waiting.js";

/** RMS from which a stretch of sound counts as a voice, −46 dBFS: silence is below, speech some 20 dB above. */
const VOICED = 0.005;
/** ms between two looks at the sound. */
const STEP = 8;
/** ms after which nothing voiced will come. */
const PATIENCE = 8000;

/**
 * Measures how long it takes from asking until a voice is heard in this browser.
 *
 * Looks at the samples being played when the browser allows an audio graph (after a gesture); otherwise at the
 * receiver's own level, which it refreshes some 20 times a second.
 */
export class FirstSoundMeter {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {{ stream: MediaStream, analyser: AnalyserNode, source: AudioNode } | null} */
  #tap = null;

  /**
   * @param {MediaStream} stream
   * @param {() => Promise<RTCStatsReport>} report
   * @param {AbortSignal} [signal]
   * @returns {Promise<number | null>} ms from this call until the first voiced sound; null when none came, or when
   *   there was a voice already
   */
  async measure(stream, report, signal) {
    const asked = performance.now();
    const level = this.#sampleLevel(stream) ?? (() => reportedLevel(report));
    try {
      if (await level() > VOICED) return null;
      while (performance.now() - asked < PATIENCE) {
        await delay(STEP, signal);
        if (await level() > VOICED) return performance.now() - asked;
      }
    } catch {
      // Stopped, or the connection went away: there is no figure then.
    }
    return null;
  }

  close() {
    this.#tap?.source.disconnect();
    this.#tap = null;
    this.#context?.close().catch(() => {});
    this.#context = null;
  }

  /**
   * @param {MediaStream} stream
   * @returns {(() => number) | null}
   */
  #sampleLevel(stream) {
    if (!globalThis.navigator?.userActivation?.hasBeenActive || !stream.getAudioTracks().length) return null;
    this.#context ??= new AudioContext({ latencyHint: "interactive" });
    if (this.#context.state === "suspended") this.#context.resume().catch(() => {});
    if (this.#context.state !== "running") return null;
    if (this.#tap?.stream !== stream) {
      this.#tap?.source.disconnect();
      const source = this.#context.createMediaStreamSource(stream);
      const analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
      source.connect(analyser);
      this.#tap = { stream, source, analyser };
    }
    const { analyser } = this.#tap;
    const samples = new Float32Array(analyser.fftSize);
    return () => {
      analyser.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    };
  }
}

/** @param {() => Promise<RTCStatsReport>} report */
async function reportedLevel(report) {
  for (const entry of (await report()).values()) {
    if (entry.type === "inbound-rtp" && entry.kind === "audio") return entry.audioLevel ?? 0;
  }
  return 0;
}
