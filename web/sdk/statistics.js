/**
 * What a receiving peer connection reports, as the few figures people ask for.
 *
 * @typedef {import("./index.js").SessionStatistics} SessionStatistics
 * @typedef {{ at: number, videoBytes: number, audioBytes: number, frames: number, received: number, lost: number }}
 *   Counters
 */

/**
 * @param {unknown} value
 * @param {number} [scale]
 * @returns {number | null}
 */
const scaled = (value, scale = 1) => (typeof value === "number" && Number.isFinite(value) ? value * scale : null);
/** @param {unknown} value */
const count = (value) => scaled(value) ?? 0;

/**
 * @param {Iterable<any>} entries a report's values (W3C webrtc-stats)
 * @param {Counters | null} before those of the last call, for rates
 * @returns {{ statistics: Omit<SessionStatistics, "timeToFirstFrame" | "latency">, counters: Counters }}
 */
export function summarise(entries, before) {
  /** @type {Map<string, any>} */
  const byID = new Map();
  for (const entry of entries) byID.set(entry.id, entry);
  const all = [...byID.values()];
  const video = all.find((entry) => entry.type === "inbound-rtp" && entry.kind === "video") ?? {};
  const audio = all.find((entry) => entry.type === "inbound-rtp" && entry.kind === "audio") ?? {};
  const transport = all.find((entry) => entry.type === "transport");
  const pair = byID.get(transport?.selectedCandidatePairId)
    ?? all.find((entry) => entry.type === "candidate-pair" && entry.nominated && entry.state === "succeeded") ?? {};

  const counters = {
    at: count(video.timestamp ?? audio.timestamp),
    videoBytes: count(video.bytesReceived),
    audioBytes: count(audio.bytesReceived),
    frames: count(video.framesDecoded),
    received: count(video.packetsReceived) + count(audio.packetsReceived),
    lost: count(video.packetsLost) + count(audio.packetsLost),
  };
  const seconds = before ? (counters.at - before.at) / 1000 : 0;
  /**
   * @param {number} now
   * @param {number | undefined} then
   * @param {number} [scale]
   */
  const rate = (now, then, scale = 1) =>
    (seconds > 0 && then !== undefined && now >= then ? ((now - then) * scale) / seconds : null);
  const lost = Math.max(0, counters.lost - (before?.lost ?? 0));
  const received = Math.max(0, counters.received - (before?.received ?? 0));

  return {
    counters,
    statistics: {
      videoBitrate: rate(counters.videoBytes, before?.videoBytes, 8),
      audioBitrate: rate(counters.audioBytes, before?.audioBytes, 8),
      frameRate: rate(counters.frames, before?.frames) ?? scaled(video.framesPerSecond),
      width: scaled(video.frameWidth),
      height: scaled(video.frameHeight),
      codec: byID.get(video.codecId)?.mimeType?.replace(/^video\//, "") ?? null,
      roundTrip: scaled(pair.currentRoundTripTime, 1000),
      videoJitter: scaled(video.jitter, 1000),
      audioJitter: scaled(audio.jitter, 1000),
      jitterBuffer: video.jitterBufferEmittedCount
        ? scaled(video.jitterBufferDelay / video.jitterBufferEmittedCount, 1000) : null,
      packetsLost: counters.lost,
      lossRate: received + lost > 0 ? lost / (received + lost) : 0,
      framesDecoded: counters.frames,
      framesDropped: count(video.framesDropped),
      freezes: count(video.freezeCount),
      skew: skew(video.estimatedPlayoutTimestamp, audio.estimatedPlayoutTimestamp),
      path: path(byID.get(pair.localCandidateId), byID.get(pair.remoteCandidateId)),
    },
  };
}

/**
 * Milliseconds by which the picture is late against the sound. Both stamps are the sender's clock at what is being
 * played right now (W3C webrtc-stats, estimatedPlayoutTimestamp): the later picture shows the older instant.
 * @param {unknown} videoPlayout
 * @param {unknown} audioPlayout
 */
function skew(videoPlayout, audioPlayout) {
  const [video, audio] = [scaled(videoPlayout), scaled(audioPlayout)];
  return video && audio ? audio - video : null;
}

/**
 * How the packets come: directly, through a relay, over TCP.
 * @param {any} local
 * @param {any} remote
 */
function path(local, remote) {
  if (!local && !remote) return null;
  const isRelayed = local?.candidateType === "relay" || remote?.candidateType === "relay";
  return `${isRelayed ? "relay" : "direct"}/${local?.relayProtocol ?? local?.protocol ?? remote?.protocol ?? "udp"}`;
}

/**
 * Tells a stream that has stopped from one that flows. The server sends sound without a pause, so bytes that do not
 * grow mean that nobody sends any more, seconds before ICE notices.
 */
export class FlowWatch {
  #patience;
  #bytes = -1;
  #since = 0;

  /** @param {number} [patience] ms without a new byte until it counts as stopped */
  constructor(patience = 3500) {
    this.#patience = patience;
  }

  /**
   * @param {number} now in ms
   * @param {number} bytes received so far
   * @returns {boolean} whether the stream has stopped
   */
  hasStopped(now, bytes) {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#since = now;
    }
    return bytes > 0 && now - this.#since >= this.#patience;
  }
}
