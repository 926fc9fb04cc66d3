import { StreamingAPI } from "./api.js";
import { SessionCommands } from "./commands.js";
import { Connection } from "./connection.js";
import { Emitter, emit } from "./emitter.js";
import { VisavisError } from "./errors.js";
import { Gate } from "./gate.js";
import { keepConnected } from "./keep-connected.js";
import { SessionLease } from "./lease.js";
import { isOpen, next, returnsAfter } from "./state.js";
import { VoiceChat } from "./voice-chat.js";
import { abortReason } from "./waiting.js";

/**
 * A session with one avatar: her picture and sound, what she says, and what becomes of the connection.
 *
 * Keeps itself connected until `stop()`, the server's goodbye, or an error that trying again cannot mend. After each
 * await the state is looked at again: a stop may have come in between.
 */
export class AvatarSession extends Emitter {
  /** @type {import("./index.js").SessionOptions} */
  #options;
  #api;
  #lease;
  /** @type {import("./state.js").SessionState} */
  #state = "new";
  #life = new AbortController();
  /** Open while connected; commands wait here. */
  #gate = new Gate();
  /** @type {Connection | null} */
  #connection = null;
  #isTalking = false;
  #commands;
  /** @type {VoiceChat} */
  #voiceChat;
  #startedAt = 0;
  /** @type {number | null} */
  #timeToFirstFrame = null;
  /** @type {number | null} */
  #latency = null;
  /** @type {import("./index.js").SessionStatistics | null} */
  #statistics = null;
  #stopWithPage = () => void this.stop();
  /** @type {import("./index.js").PushToTalk} */
  pushToTalk;

  /** @param {import("./index.js").SessionOptions} options */
  constructor(options) {
    super();
    this.#options = { transport: "v1", keepAlive: true, ...options };
    this.#api = new StreamingAPI(options.baseURL);
    this.#lease = new SessionLease(this.#api, this.#options);
    this.#commands = new SessionCommands({
      lease: this.#lease, gate: this.#gate, state: () => this.#state, connection: () => this.#connection,
      onSend: (name) => {
        if (name === "task" && !this.#isTalking) this.#measureLatency();
      },
    });
    this.#voiceChat = new VoiceChat({
      onChange: () => emit(this, "voicechatchange", this.voiceChat),
      onLost: (error) => emit(this, "problem", { taskID: "", error }),
      send: (message) => this.#connection?.send(message) ?? false,
      ready: async (signal) => this.#connection?.messages(signal),
      isTold: this.#options.pushToTalk === true,
    });
    this.pushToTalk = {
      start: async (options) => {
        await this.#commands.connected(options?.signal);
        await this.#voiceChat.push(true, options?.signal);
      },
      stop: (options) => this.#voiceChat.push(false, options?.signal),
    };
  }

  get state() {
    return this.#state;
  }

  /** The session's id at the server; null while there is none. */
  get sessionID() {
    return this.#lease.held?.id ?? null;
  }

  /** Her picture and sound of the present connection; a new one after each reconnection. */
  get stream() {
    return this.#connection?.stream ?? null;
  }

  get isTalking() {
    return this.#isTalking;
  }

  /** Whether and how the visitor is heard. */
  get voiceChat() {
    return this.#voiceChat.state;
  }

  /** How loud the microphone is now, 0…1. */
  get voiceLevel() {
    return this.#voiceChat.level;
  }

  /** The newest figures; null before the first second. */
  stats() {
    return this.#statistics;
  }

  /**
   * Resolves when picture and sound flow; rejects when they never will.
   * @param {{ signal?: AbortSignal }} options an abort before that stops the session
   */
  async start({ signal } = {}) {
    if (signal?.aborted) throw abortReason(signal);
    if (!this.#move("start")) throw new VisavisError("wrong_state", "This session has been started already.");
    this.#life = new AbortController();
    this.#startedAt = performance.now();
    this.#timeToFirstFrame = null;
    this.#gate.shut();
    globalThis.addEventListener?.("pagehide", this.#stopWithPage);
    this.#run(this.#life.signal);
    try {
      await this.#gate.passed(signal);
    } catch (error) {
      if (signal?.aborted) await this.stop();
      throw error;
    }
  }

  /** Ends the session at the server too; idempotent, never rejects. */
  async stop() {
    if (!this.#move("stop")) return;
    this.#life.abort(new DOMException("The session was stopped.", "AbortError"));
    this.#drop({ quietly: this.#lease.held?.isOurs });
    await this.#lease.end();
    this.#close({ reason: "stopped" });
  }

  /**
   * Lets her say a text, after what she is saying already. Waits while the connection is being made.
   * @param {string} text
   * @param {{ mode?: "repeat" | "talk", signal?: AbortSignal }} options
   */
  async speak(text, { mode = "repeat", signal } = {}) {
    if (!text.trim()) throw new VisavisError("refused", "There is nothing to say in an empty text.");
    const task = await this.#commands.send("task", { text, task_type: mode, task_mode: "async" }, signal);
    return { taskID: String(task?.task_id ?? ""), duration: Number(task?.duration_ms) || null };
  }

  /**
   * Asks her a question, which she answers from what she knows.
   * @param {string} text
   * @param {{ signal?: AbortSignal }} options
   */
  ask(text, { signal } = {}) {
    return this.speak(text, { mode: "talk", signal });
  }

  /**
   * Lets her hear the visitor: asks for the microphone, which then goes over every connection until `stopVoiceChat()`
   * or the session's end. Called again it changes the device or the way of talking. Best inside a click.
   * @param {{ pushToTalk?: boolean, device?: string | null, signal?: AbortSignal }} wish
   */
  async startVoiceChat(wish = {}) {
    if (!isOpen(this.#state)) throw new VisavisError("wrong_state", `The session is ${this.#state}.`);
    await this.#voiceChat.start(wish);
    // Ended while the visitor was asked.
    if (!isOpen(this.#state)) this.#voiceChat.stop();
  }

  /** Lets the microphone go; idempotent. */
  stopVoiceChat() {
    this.#voiceChat.stop();
  }

  /**
   * Keeps the microphone but sends silence.
   * @param {boolean} isMuted
   */
  muteMicrophone(isMuted) {
    this.#voiceChat.mute(isMuted);
  }

  /**
   * Silences her at once and drops what is queued.
   * @param {{ signal?: AbortSignal }} options
   */
  async interrupt({ signal } = {}) {
    await this.#commands.send("interrupt", {}, signal);
  }

  /**
   * Lets her look attentive, or idle again.
   * @param {boolean} on
   * @param {{ signal?: AbortSignal }} options
   */
  async listen(on, { signal } = {}) {
    await this.#commands.send(on ? "start_listening" : "stop_listening", {}, signal);
  }

  /** @param {AbortSignal} life */
  async #run(life) {
    const error = await keepConnected(life, this.#options.backoff, {
      connect: () => this.#connect(life),
      id: () => this.sessionID,
      isJoined: this.#options.sessionID !== undefined,
      drop: () => this.#drop(),
      abandon: (error) => this.#abandonSession(error),
      onWait: (next) => {
        this.#gate.shut();
        this.#move("lose");
        emit(this, "reconnecting", next);
      },
    });
    if (error) this.#fail(error);
  }

  /**
   * One connection, from a token to flowing media.
   * @param {AbortSignal} life
   */
  async #connect(life) {
    const created = await this.#lease.acquire(life);
    const held = this.#lease.held;
    if (life.aborted || !held) throw abortReason(life);
    const connection = new Connection(this.#options.iceServers ?? created?.iceServers, {
      onMessage: (message) => this.#hear(message),
      onFirstFrame: () => this.#noteFirstFrame(),
      onStatistics: (statistics) => this.#noteStatistics(statistics),
      keepAlive: this.#renewsLease ? () => this.#lease.call("keep_alive", {}, { signal: life }) : undefined,
    });
    this.#connection = connection;
    emit(this, "stream", connection.stream);
    const offer = this.#options.transport === "v1" ? created?.offer : null;
    await connection.join({ api: this.#api, token: held.token, id: held.id, signal: life }, offer);
    if (life.aborted) throw abortReason(life);
    await this.#voiceChat.ride(connection);
    this.#move("connect");
    this.#gate.open();
    return connection;
  }

  /** @param {{ quietly?: boolean }} [how] */
  #drop(how) {
    this.#voiceChat.leave();
    if (this.#connection) emit(this, "streamend", null);
    this.#connection?.close(how);
    this.#connection = null;
    if (this.#isTalking) this.#talk(false, { taskID: "", duration: null });
  }

  /** @param {VisavisError} error why it is not ours any more */
  #abandonSession(error) {
    if (error.code === "session_gone") this.#lease.forget();
    else this.#lease.end();
  }

  /** @param {VisavisError} error */
  #fail(error) {
    this.#abandonSession(error);
    this.#life.abort(error);
    emit(this, "error", error);
    this.#close({ reason: error.code, error });
  }

  /**
   * The server says that it is over.
   * @param {string} reason
   */
  #endByServer(reason) {
    const gone = new VisavisError("session_gone", `The server ended the session (${reason.replaceAll("_", " ")}).`);
    if (returnsAfter(reason) && !this.#options.sessionID) return this.#connection?.lose(gone);
    this.#life.abort(gone);
    this.#drop({ quietly: true });
    // Somebody else stopped it; "stopped" is our own.
    this.#close({ reason: reason === "stopped" ? "stopped_elsewhere" : reason });
  }

  /** @param {{ reason: string, error?: VisavisError }} end */
  #close(end) {
    if (!this.#move("close")) return;
    this.#voiceChat.stop();
    globalThis.removeEventListener?.("pagehide", this.#stopWithPage);
    this.#lease.forget();
    this.#gate.fail(end.error ?? new VisavisError("wrong_state", `The session has ended: ${end.reason}.`));
    emit(this, "end", end);
  }

  async #measureLatency() {
    const latency = await this.#connection?.firstSound(this.#life.signal);
    if (latency === null || latency === undefined) return;
    this.#latency = latency;
    emit(this, "latency", { elapsed: latency });
  }

  #noteFirstFrame() {
    if (this.#timeToFirstFrame !== null) return;
    this.#timeToFirstFrame = performance.now() - this.#startedAt;
    emit(this, "firstframe", { elapsed: this.#timeToFirstFrame });
  }

  /** @param {any} statistics */
  #noteStatistics(statistics) {
    this.#statistics = { ...statistics, timeToFirstFrame: this.#timeToFirstFrame, latency: this.#latency };
    emit(this, "stats", this.#statistics);
  }

  get #renewsLease() {
    return Boolean(this.#options.keepAlive && this.#lease.held?.isOurs);
  }

  /** The server is about to end the session for want of activity, sooner than the next sign of life was due. */
  #renew() {
    this.#lease.call("keep_alive", {}, { signal: this.#life.signal }).catch(() => {});
  }

  /** @param {import("./wire.js").ServerMessage} message */
  #hear(message) {
    const { kind, ...detail } = message;
    if (message.kind === "sessionended") return this.#endByServer(message.reason);
    const isIdle = message.kind === "sessionending" && message.reason === "idle_timeout";
    if (isIdle && this.#renewsLease) return this.#renew();
    if (message.kind === "pushtotalk") this.#voiceChat.acknowledge(message.answer);
    if (message.kind === "talkingstart") return this.#talk(true, detail);
    if (message.kind === "talkingend") {
      const { taskID, duration, isInterrupted, lastWord } = message;
      if (isInterrupted) emit(this, "interrupted", { taskID, lastWord });
      return this.#talk(false, { taskID, duration });
    }
    emit(this, kind, detail);
  }

  /**
   * @param {boolean} isTalking
   * @param {object} detail
   */
  #talk(isTalking, detail) {
    this.#isTalking = isTalking;
    emit(this, isTalking ? "talkingstart" : "talkingend", detail);
  }

  /**
   * @param {import("./state.js").SessionTransition} transition
   * @returns {boolean} whether it was allowed
   */
  #move(transition) {
    const before = this.#state;
    const after = next(before, transition);
    if (!after) return false;
    this.#state = after;
    if (after !== before) emit(this, "statechange", { state: after, before });
    return true;
  }
}
