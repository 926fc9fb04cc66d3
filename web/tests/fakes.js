/** A browser's peer connection and a server's answers, for tests that must run without either. */

/** Connects as soon as it has both descriptions; tests break it, and let the server speak. */
export class FakePeerConnection {
  /** @type {FakePeerConnection[]} */
  static made = [];
  /** New ones stay unconnected. */
  static isDeaf = false;
  connectionState = "new";
  localDescription = null;
  #remote = false;
  #bytes = 1;
  /** "connecting": media flows before messages do, as in browsers. */
  static channelState = "open";
  channel = { readyState: FakePeerConnection.channelState, sent: [], send: (text) => this.#send(JSON.parse(text)) };
  #waiting = () => {};

  constructor() {
    FakePeerConnection.made.push(this);
  }

  static get last() {
    return FakePeerConnection.made.at(-1);
  }

  /** What is sent to the server; `replaceTrack` changes it. */
  voice = null;
  /** A server that does not take a microphone answers, or offers, only to send. */
  static isUnhearing = false;
  #audio = {
    receiver: { track: { kind: "audio" } }, sender: { replaceTrack: async (track) => void (this.voice = track) },
    direction: "recvonly",
    get currentDirection() {
      return FakePeerConnection.isUnhearing ? "recvonly" : this.direction;
    },
  };

  addTransceiver(kind, { direction }) {
    if (kind === "audio") this.#audio.direction = direction;
    return this.#audio;
  }

  getTransceivers() {
    return [this.#audio];
  }

  createDataChannel() {
    return this.channel;
  }

  async createOffer() {
    return { type: "offer", sdp: "v=0 our offer" };
  }

  async createAnswer() {
    return { type: "answer", sdp: "v=0 our answer" };
  }

  async setLocalDescription(description) {
    this.localDescription = description;
    this.#connect();
  }

  async setRemoteDescription({ type, sdp }) {
    if (!sdp.startsWith("v=0")) throw new TypeError("not a description");
    this.#remote = true;
    if (type === "offer") this.ondatachannel?.({ channel: this.channel });
    this.#connect();
  }

  async getStats() {
    this.#bytes += 1;
    return new Map([["v", {
      id: "v", type: "inbound-rtp", kind: "video", timestamp: performance.now(), bytesReceived: this.#bytes,
      framesDecoded: this.#bytes,
    }]]);
  }

  close() {
    this.connectionState = "closed";
  }

  /** Waits for a message of ours. */
  async sends(type) {
    while (!this.channel.sent.some((message) => message.type === type)) {
      await new Promise((resolve) => (this.#waiting = resolve));
    }
  }

  /** The server speaks. */
  say(message) {
    this.channel.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The connection breaks. */
  fail() {
    this.connectionState = "failed";
    this.onconnectionstatechange?.();
  }

  #send(message) {
    this.channel.sent.push(message);
    this.#waiting();
  }

  #connect() {
    if (FakePeerConnection.isDeaf || !this.#remote || !this.localDescription) return;
    queueMicrotask(() => {
      if (this.connectionState === "closed") return;
      this.connectionState = "connected";
      this.onconnectionstatechange?.();
    });
  }
}

/** Answers the calls of the v1 API and WHEP, and writes them down. */
export class FakeServer {
  /** "METHOD last-part-of-path", in order. @type {string[]} */
  calls = [];
  bodies = {};
  sessions = 0;
  /** Answers in place of the usual ones, by call; a function is asked each time. */
  answers = {};

  install() {
    this.#before = [globalThis.fetch, globalThis.RTCPeerConnection, globalThis.MediaStream];
    globalThis.fetch = (url, options) => this.#fetch(String(url), options ?? {});
    globalThis.RTCPeerConnection = FakePeerConnection;
    globalThis.MediaStream ??= class {};
    FakePeerConnection.made = [];
    FakePeerConnection.isDeaf = false;
    FakePeerConnection.isUnhearing = false;
  }

  remove() {
    [globalThis.fetch, globalThis.RTCPeerConnection, globalThis.MediaStream] = this.#before;
  }

  #before = [];

  async #fetch(url, { method = "GET", body, signal }) {
    if (signal?.aborted) throw signal.reason;
    const { pathname } = new URL(url, "http://server.example");
    const name = `${method} ${pathname.replace(/^\/v1\//, "")}`;
    this.calls.push(name);
    this.bodies[name] = body;
    const answer = this.answers[name];
    if (answer) return typeof answer === "function" ? answer() : answer.clone();
    if (name === "POST streaming.new") {
      this.sessions += 1;
      return success({ session_id: `s${this.sessions}`, sdp: { type: "offer", sdp: "v=0 its offer" } });
    }
    if (name === "POST streaming.task") return success({ task_id: "task", duration_ms: 0 });
    if (name.startsWith("POST whep/")) {
      return new Response("v=0 its answer", { status: 201, headers: { Location: `${pathname}/viewer` } });
    }
    return success(null);
  }
}

/** @param {unknown} data */
export const success = (data) => new Response(JSON.stringify({ code: 100, message: "success", data }));
/** @param {number} status @param {number} code */
export const refusal = (status, code) => new Response(JSON.stringify({ code, message: "No" }), { status });

/** A browser's microphones. */
export class FakeDevices {
  /** The newest track. */
  track = null;
  /** What was asked for last. */
  asked = null;
  /** Thrown in place of the next device. @type {unknown} */
  refusal = null;
  #before = Object.getOwnPropertyDescriptor(globalThis, "navigator");

  install() {
    const mediaDevices = {
      getUserMedia: async (wish) => {
        this.asked = wish;
        if (this.refusal) throw this.refusal;
        const track = new FakeTrack(wish.audio.deviceId?.exact ?? "default");
        this.track = track;
        return { getTracks: () => [track], getAudioTracks: () => [track] };
      },
    };
    Object.defineProperty(globalThis, "navigator", { value: { mediaDevices }, configurable: true });
    this.#audioContext = globalThis.AudioContext;
    // No stream of ours can be measured.
    globalThis.AudioContext = undefined;
  }

  remove() {
    if (this.#before) Object.defineProperty(globalThis, "navigator", this.#before);
    else delete globalThis.navigator;
    globalThis.AudioContext = this.#audioContext;
  }

  #audioContext = globalThis.AudioContext;
}

class FakeTrack extends EventTarget {
  kind = "audio";
  enabled = true;
  isStopped = false;
  #device;

  constructor(device) {
    super();
    this.#device = device;
  }

  getSettings() {
    return { deviceId: this.#device };
  }

  stop() {
    this.isStopped = true;
  }

  /** The device is unplugged. */
  end() {
    this.dispatchEvent(new Event("ended"));
  }
}
