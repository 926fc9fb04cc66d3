import { VisavisError } from "./errors.js";
import { Gate } from "./gate.js";
import { PING } from "./wire.js";

/** How long a "disconnected" may last before it counts as lost; ICE often recovers by itself within it. */
const RECOVERY = 4000;

/**
 * One WebRTC connection to the server: receives picture and sound, carries messages.
 *
 * Events: `candidate` (RTCIceCandidate or null at their end), `message` (string), `lost` (VisavisError, at most once).
 */
export class MediaPeer extends EventTarget {
  /** Her picture and sound; tracks are added as they come. */
  stream = new MediaStream();
  #connection;
  /** @type {RTCDataChannel | null} */
  #channel = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #recovery;
  #isOver = false;
  #connected = new Gate();
  /** Open when messages can be sent, which is a little later than media. */
  #messages = new Gate();
  /**
   * Carries her voice here and, where the server listens, the visitor's there.
   * @type {RTCRtpTransceiver | null}
   */
  #voice = null;

  /** @param {{ iceServers?: RTCIceServer[] }} options */
  constructor({ iceServers = [] } = {}) {
    super();
    if (typeof RTCPeerConnection === "undefined") {
      throw new VisavisError("unsupported", "This browser has no WebRTC.");
    }
    this.#connection = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.#connection.ontrack = ({ track }) => this.stream.addTrack(track);
    this.#connection.ondatachannel = ({ channel }) => this.#adopt(channel);
    this.#connection.onicecandidate = ({ candidate }) => this.#emit("candidate", candidate);
    this.#connection.onconnectionstatechange = () => this.#follow(this.#connection.connectionState);
  }

  /** The description that candidates belong to. */
  get localDescription() {
    return this.#connection.localDescription?.sdp ?? "";
  }

  get hasMessages() {
    return this.#channel?.readyState === "open";
  }

  /**
   * Answers the server's offer.
   * @param {string} offer
   */
  async answer(offer) {
    await this.#describe(() => this.#connection.setRemoteDescription({ type: "offer", sdp: offer }));
    // Open in both directions from the start, with nothing in ours: a microphone then needs no new negotiation.
    this.#voice = this.#connection.getTransceivers().find(({ receiver }) => receiver.track.kind === "audio") ?? null;
    if (this.#voice) this.#voice.direction = "sendrecv";
    const answer = await this.#connection.createAnswer();
    await this.#connection.setLocalDescription(answer);
    return answer.sdp ?? "";
  }

  /** Our offer to receive one picture, one sound and messages, and to send a voice. */
  async offer() {
    this.#connection.addTransceiver("video", { direction: "recvonly" });
    this.#voice = this.#connection.addTransceiver("audio", { direction: "sendrecv" });
    this.#adopt(this.#connection.createDataChannel("events"));
    const offer = await this.#connection.createOffer();
    await this.#connection.setLocalDescription(offer);
    return offer.sdp ?? "";
  }

  /**
   * @param {string} answer
   * @param {RTCIceServer[]} [iceServers]
   */
  async accept(answer, iceServers = []) {
    if (iceServers.length) this.#connection.setConfiguration({ ...this.#connection.getConfiguration(), iceServers });
    await this.#describe(() => this.#connection.setRemoteDescription({ type: "answer", sdp: answer }));
  }

  /**
   * Resolves when media can flow.
   * @param {AbortSignal} [signal]
   */
  connected(signal) {
    return this.#connected.passed(signal);
  }

  /**
   * Resolves when messages can be sent.
   * @param {AbortSignal} [signal]
   */
  messages(signal) {
    return this.#messages.passed(signal);
  }

  /**
   * Sends a microphone's track, or nothing.
   * @param {MediaStreamTrack | null} track
   */
  async setVoice(track) {
    const isHeard = this.#voice?.currentDirection === "sendrecv" || this.#voice?.currentDirection === "sendonly";
    if (track && !isHeard) throw new VisavisError("microphone_unheard", "This server does not take a microphone.");
    await this.#voice?.sender.replaceTrack(track);
  }

  /**
   * @param {object} message
   * @returns {boolean} false without an open channel
   */
  send(message) {
    if (!this.hasMessages) return false;
    this.#channel?.send(JSON.stringify(message));
    return true;
  }

  ping() {
    if (this.hasMessages) this.#channel?.send(PING);
  }

  statistics() {
    return this.#connection.getStats();
  }

  /**
   * Gives the connection up for a reason found elsewhere; idempotent.
   * @param {VisavisError} error
   */
  lose(error) {
    if (this.#isOver) return;
    this.#connected.fail(error);
    this.close();
    this.#emit("lost", error);
  }

  /** Ends the connection without a word; idempotent. */
  close() {
    this.#isOver = true;
    clearTimeout(this.#recovery);
    const closed = new VisavisError("media_lost", "The connection was closed.");
    this.#connected.fail(closed);
    this.#messages.fail(closed);
    this.#connection.onconnectionstatechange = null;
    this.#connection.close();
  }

  /** @param {RTCDataChannel} channel */
  #adopt(channel) {
    this.#channel = channel;
    if (channel.readyState === "open") this.#messages.open();
    else channel.onopen = () => this.#messages.open();
    channel.onmessage = ({ data }) => this.#emit("message", data);
    channel.onclose = () => this.lose(new VisavisError("media_lost", "The server closed the connection."));
  }

  /** @param {RTCPeerConnectionState} state */
  #follow(state) {
    clearTimeout(this.#recovery);
    if (state === "connected") return this.#connected.open();
    const lose = () => this.lose(new VisavisError("media_lost", "The picture and sound cannot reach this browser."));
    if (state === "failed" || state === "closed") lose();
    if (state === "disconnected") this.#recovery = setTimeout(lose, RECOVERY);
  }

  /** @param {() => Promise<void>} set */
  async #describe(set) {
    try {
      await set();
    } catch (cause) {
      if (this.#isOver) throw new VisavisError("media_lost", "The connection was closed.", { cause });
      throw new VisavisError("bad_answer", "This browser does not take the server's session description.", { cause });
    }
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) {
    if (!this.#isOver || type === "lost") this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
