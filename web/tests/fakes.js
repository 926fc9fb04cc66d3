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
  channel = { readyState: "open", sent: [], send: (text) => this.channel.sent.push(JSON.parse(text)) };

  constructor() {
    FakePeerConnection.made.push(this);
  }

  static get last() {
    return FakePeerConnection.made.at(-1);
  }

  addTransceiver() {}

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

  /** The server speaks. */
  say(message) {
    this.channel.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The connection breaks. */
  fail() {
    this.connectionState = "failed";
    this.onconnectionstatechange?.();
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
