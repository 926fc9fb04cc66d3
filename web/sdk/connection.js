import { FirstSoundMeter } from "./latency.js";
import { MediaPeer } from "./peer.js";
import { joinByAnswer, joinByOffer } from "./signalling.js";
import { Vitals } from "./vitals.js";
import { parseMessage } from "./wire.js";

/**
 * @typedef {object} ConnectionEvents
 * @property {(message: import("./wire.js").ServerMessage) => void} onMessage
 * @property {() => void} onFirstFrame
 * @property {(statistics: any) => void} onStatistics
 * @property {() => Promise<unknown>} [keepAlive] renews the session's lease
 */

/** One connection to a session, from the first word of signalling until it is lost or closed. */
export class Connection {
  /** Resolves with the reason when the connection is lost; never when it is closed from here. */
  lost;
  #peer;
  #events;
  #meter = new FirstSoundMeter();
  /** @type {Vitals | null} */
  #vitals = null;
  #leave = () => {};

  /**
   * @param {RTCIceServer[] | undefined} iceServers
   * @param {ConnectionEvents} events
   */
  constructor(iceServers, events) {
    this.#events = events;
    this.#peer = new MediaPeer({ iceServers });
    /** @type {Promise<import("./errors.js").VisavisError>} */
    this.lost = new Promise((resolve) => {
      this.#peer.addEventListener("lost", (event) => resolve(/** @type {CustomEvent} */ (event).detail));
    });
    this.#peer.addEventListener("message", (event) => this.#hear(/** @type {CustomEvent} */ (event).detail));
  }

  get stream() {
    return this.#peer.stream;
  }

  /**
   * Resolves when media can flow.
   * @param {Omit<import("./signalling.js").Joining, "peer">} session
   * @param {string | null | undefined} offer the server's, to be answered; without it ours goes through WHEP
   */
  async join(session, offer) {
    const joining = { ...session, peer: this.#peer };
    if (offer) await joinByAnswer({ ...joining, offer });
    else await joinByOffer({ ...joining, onJoined: (leave) => (this.#leave = leave) });
    this.#vitals = new Vitals(this.#peer, this.#events);
  }

  /** @param {MediaStreamTrack | null} track the visitor's voice, or nothing */
  setVoice(track) {
    return this.#peer.setVoice(track);
  }

  /**
   * Resolves when messages can be sent.
   * @param {AbortSignal} [signal]
   */
  messages(signal) {
    return this.#peer.messages(signal);
  }

  /** @param {object} message */
  send(message) {
    return this.#peer.send(message);
  }

  /**
   * From now until her voice is heard here, in ms; null when she does not begin to speak.
   * @param {AbortSignal} signal
   */
  firstSound(signal) {
    return this.#meter.measure(this.#peer.stream, () => this.#peer.statistics(), signal);
  }

  /**
   * Gives it up for a reason found elsewhere.
   * @param {import("./errors.js").VisavisError} error
   */
  lose(error) {
    this.#peer.lose(error);
  }

  /**
   * Ends it; the server is told unless it knows that the whole session ends.
   * @param {{ quietly?: boolean }} how
   */
  close({ quietly = false } = {}) {
    this.#vitals?.stop();
    if (!quietly) this.#leave();
    this.#leave = () => {};
    this.#meter.close();
    this.#peer.close();
  }

  /** @param {unknown} data */
  #hear(data) {
    const message = parseMessage(data);
    if (message?.kind === "pong") this.#vitals?.pong();
    else if (message) this.#events.onMessage(message);
  }
}
