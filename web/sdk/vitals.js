import { VisavisError } from "./errors.js";
import { FlowWatch, summarise } from "./statistics.js";

/** All in ms. */
const LOOK = 1000;
const FIRST_LOOKS = 50;
const PING_EVERY = 5000;
const KEEP_ALIVE_EVERY = 30_000;
/** A channel that answered before and now leaves this many pings unanswered is dead. */
const PINGS_MISSED = 3;

/**
 * Watches one connection: figures once a second, signs of life in both directions, the first frame.
 */
export class Vitals {
  #peer;
  #options;
  #flow = new FlowWatch();
  /** @type {import("./statistics.js").Counters | null} */
  #counters = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isOver = false;
  #sawFrame = false;
  #pingedAt = -Infinity;
  #keptAt = performance.now();
  #unanswered = 0;
  #everAnswered = false;

  /**
   * @param {import("./peer.js").MediaPeer} peer
   * @param {{ onFirstFrame: () => void, onStatistics: (statistics: any) => void, keepAlive?: () => Promise<unknown> }}
   *   options `keepAlive` renews the session's lease
   */
  constructor(peer, options) {
    this.#peer = peer;
    this.#options = options;
    this.#look();
  }

  pong() {
    this.#everAnswered = true;
    this.#unanswered = 0;
  }

  stop() {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  async #look() {
    try {
      const now = performance.now();
      const { statistics, counters } = summarise((await this.#peer.statistics()).values(), this.#counters);
      if (this.#isOver) return;
      this.#noteFrames(statistics.framesDecoded);
      if (this.#sawFrame || now - this.#pingedAt > PING_EVERY) this.#signs(now);
      if (this.#flow.hasStopped(now, counters.audioBytes + counters.videoBytes)) {
        return this.#peer.lose(new VisavisError("media_lost", "No picture or sound has come for some seconds."));
      }
      if (!this.#counters || counters.at - this.#counters.at > LOOK / 2) {
        this.#counters = counters;
        this.#options.onStatistics(statistics);
      }
    } catch {
      // A closed connection has no figures.
    }
    if (!this.#isOver) this.#timer = setTimeout(() => this.#look(), this.#sawFrame ? LOOK : FIRST_LOOKS);
  }

  /** @param {number} decoded */
  #noteFrames(decoded) {
    if (this.#sawFrame || decoded === 0) return;
    this.#sawFrame = true;
    this.#options.onFirstFrame();
  }

  /** @param {number} now */
  #signs(now) {
    if (now - this.#pingedAt >= PING_EVERY && this.#peer.hasMessages) {
      this.#pingedAt = now;
      if (this.#everAnswered && this.#unanswered >= PINGS_MISSED) {
        return this.#peer.lose(new VisavisError("media_lost", "The server no longer answers on this connection."));
      }
      this.#unanswered += 1;
      this.#peer.ping();
    }
    if (this.#options.keepAlive && now - this.#keptAt >= KEEP_ALIVE_EVERY) {
      this.#keptAt = now;
      this.#options.keepAlive().catch((error) => {
        if (error instanceof VisavisError && error.code === "session_gone") this.#peer.lose(error);
      });
    }
  }
}
