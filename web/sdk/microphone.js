import { VisavisError } from "./errors.js";
import { abortReason } from "./waiting.js";

/** What a visitor's voice needs: her own voice taken out of it, noise kept down, one loudness, one channel. */
const PROCESSING = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };

/** RMS that fills the level meter, −20 dBFS: loud speech into a headset. */
const LOUD = 0.1;
/** RMS that just moves it, −60 dBFS. */
const FAINT = 0.001;

/**
 * The visitor's microphone: one device at a time, its track, and how loud it is.
 *
 * Events: `lost` (VisavisError) when the device goes away, at most once for each opening.
 */
export class Microphone extends EventTarget {
  /** @type {MediaStream | null} */
  #stream = null;
  #meter = new LevelMeter();

  /** @returns {MediaStreamTrack | null} null while it is closed */
  get track() {
    return this.#stream?.getAudioTracks()[0] ?? null;
  }

  /** The device's id; null while it is closed. */
  get device() {
    return this.track?.getSettings().deviceId ?? null;
  }

  /** 0…1 of what is heard now; 0 while it is closed or disabled. */
  get level() {
    return this.track?.enabled ? this.#meter.level() : 0;
  }

  /**
   * Asks the visitor and opens a device in place of the one before, which is let go only when this one is there.
   * @param {{ device?: string | null, signal?: AbortSignal }} choice without a device, the browser's own choice
   * @returns {Promise<MediaStreamTrack>}
   */
  async open({ device, signal } = {}) {
    if (!globalThis.navigator?.mediaDevices?.getUserMedia) throw withoutDevices();
    /** @type {MediaStream} */
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: { ...PROCESSING, ...(device && { deviceId: { exact: device } }) },
      });
    } catch (error) {
      throw microphoneError(error);
    }
    if (signal?.aborted) {
      letGo(stream);
      throw abortReason(signal);
    }
    this.close();
    this.#stream = stream;
    this.#meter.follow(stream);
    const [track] = stream.getAudioTracks();
    track.addEventListener("ended", () => {
      if (this.#stream !== stream) return;
      this.close();
      this.dispatchEvent(new CustomEvent("lost", {
        detail: new VisavisError("microphone_lost", "The microphone was unplugged or taken away from this page."),
      }));
    });
    return track;
  }

  /** Lets the device go; idempotent. */
  close() {
    this.#meter.stop();
    if (this.#stream) letGo(this.#stream);
    this.#stream = null;
  }

  /**
   * The devices there are. Before the visitor has allowed one they have no names.
   * @returns {Promise<import("./index.js").MicrophoneDescription[]>}
   */
  static async list() {
    if (!globalThis.navigator?.mediaDevices?.enumerateDevices) throw withoutDevices();
    const devices = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "audioinput");
    return devices.map(({ deviceId, label }, index) => ({ id: deviceId, name: label || `Microphone ${index + 1}` }));
  }
}

/** @param {MediaStream} stream */
function letGo(stream) {
  for (const track of stream.getTracks()) track.stop();
}

function withoutDevices() {
  return globalThis.isSecureContext === false
    ? new VisavisError("insecure_page", "Browsers give the microphone only to pages that came over HTTPS.")
    : new VisavisError("unsupported", "This browser gives pages no microphone.");
}

/**
 * Why there is no microphone, by the names of W3C Media Capture §10.
 * @param {unknown} thrown
 * @returns {Error}
 */
export function microphoneError(thrown) {
  const name = thrown instanceof Error ? thrown.name : "";
  const make = (/** @type {import("./errors.js").ErrorCode} */ code, /** @type {string} */ reason) =>
    new VisavisError(code, reason, { cause: thrown });
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return make("microphone_denied", "This page may not use the microphone.");
    case "SecurityError":
      return make("microphone_denied", "The page's own policy keeps the microphone closed.");
    case "NotFoundError":
    case "OverconstrainedError":
      return make("microphone_missing", "There is no such microphone.");
    case "NotReadableError":
    case "AbortError":
      return make("microphone_busy", "The microphone cannot be opened.");
    default:
      return VisavisError.from(thrown);
  }
}

/** How loud a stream is, on a scale as ears have it: half way up is ten times softer than the top. */
class LevelMeter {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {AudioNode | null} */
  #source = null;
  /** @type {AnalyserNode | null} */
  #analyser = null;
  /** @type {Float32Array} */
  #samples = new Float32Array(0);

  /** @param {MediaStream} stream */
  follow(stream) {
    if (typeof AudioContext === "undefined") return;
    this.#context = new AudioContext({ latencyHint: "interactive" });
    // Without a gesture it stays suspended; then there is no level, and nothing else suffers.
    this.#context.resume().catch(() => {});
    this.#source = this.#context.createMediaStreamSource(stream);
    this.#analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#source.connect(this.#analyser);
  }

  level() {
    if (!this.#analyser) return 0;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return loudness(this.#samples);
  }

  stop() {
    this.#source?.disconnect();
    this.#context?.close().catch(() => {});
    [this.#context, this.#source, this.#analyser] = [null, null, null];
  }
}

/**
 * @param {ArrayLike<number>} samples −1…1
 * @returns {number} 0…1, logarithmic from −60 to −20 dBFS
 */
export function loudness(samples) {
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += samples[index] * samples[index];
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  return Math.min(1, Math.max(0, Math.log(Math.max(rms, 1e-9) / FAINT) / Math.log(LOUD / FAINT)));
}
