import { VisavisError } from "./errors.js";
import { elementStyle } from "./element-style.js";
import { emit } from "./emitter.js";
import { Picture } from "./picture.js";
import { AvatarSession } from "./session.js";

/** What a session tells and the element tells on. */
export const FORWARDED = /** @type {const} */ ([
  "statechange", "talkingstart", "talkingend", "caption", "captionend", "interrupted", "taskdropped", "usercaption",
  "usertranscript", "userstart", "userstop", "usersilence", "thinking", "sources", "turnlatency", "conversationerror",
  "pushtotalk", "voicechatchange", "problem", "sessionending", "reconnecting", "firstframe", "latency", "stats",
  "error", "end",
]);

// So that the module can be imported where there is no document, for its types or its tests.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

/**
 * `<visavis-avatar>`: an avatar's picture and sound. Shows the poster until the first frame is decoded, and the last
 * frame while a connection is being mended: never black.
 *
 * Attributes: `base-url`, `avatar`, `voice`, `quality`, `transport`, `session-id` (all [config], read at each start),
 * `poster` [config], `muted` [config], `autostart` [config], `state` [info].
 */
export class VisavisAvatarElement extends Base {
  static observedAttributes = ["poster", "muted"];

  /** @type {import("./index.js").SessionOptions["token"] | null} */
  #token = null;
  /** @type {Partial<import("./index.js").SessionOptions>} */
  #options = {};
  /** @type {AvatarSession | null} */
  #session = null;
  /**
   * The session before is being ended; commands for the new one wait for that.
   * @type {Promise<void> | undefined}
   */
  #clearing;
  /** @type {Picture} */
  #picture;
  #unmute = document.createElement("button");
  /** Silent although it should not be: the browser wants a gesture first. */
  #isSilenced = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [elementStyle()];
    this.#picture = new Picture(root, {
      onReveal: () => emit(this, "reveal", null),
      onResize: () => emit(this, "pictureresize", this.pictureSize),
    });
    this.#unmute.type = "button";
    this.#unmute.hidden = true;
    this.#unmute.setAttribute("part", "unmute");
    this.#unmute.textContent = "Tap to unmute";
    this.#unmute.addEventListener("click", () => this.unmute());
    root.append(this.#unmute, document.createElement("slot"));
  }

  connectedCallback() {
    // Set before the element was defined, they would hide the accessors.
    for (const name of /** @type {const} */ (["token", "options"])) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete (/** @type {any} */ (this)[name]);
      Object.assign(this, { [name]: value });
    }
    this.#describe();
    if (this.hasAttribute("autostart") && !this.#session) this.start().catch(() => {});
  }

  disconnectedCallback() {
    this.stop();
  }

  /**
   * @param {string} name
   * @param {string | null} _
   * @param {string | null} value
   */
  attributeChangedCallback(name, _, value) {
    if (name === "muted") this.#picture.isMuted = value !== null || this.#isSilenced;
    if (name === "poster") this.#picture.setPoster(value);
  }

  /** [config] A session token, or a function that brings a new one for each session. */
  get token() {
    return this.#token;
  }

  set token(token) {
    this.#token = token;
  }

  /** [config] Further options for the session, over what the attributes say. */
  get options() {
    return this.#options;
  }

  set options(options) {
    this.#options = options;
  }

  /** [info] The session that is shown; null before the first start. */
  get session() {
    return this.#session;
  }

  /** [info] */
  get state() {
    return this.#session?.state ?? "new";
  }

  /** [info] Whether nothing is heard, by wish or because the browser wants a gesture first. */
  get isSilent() {
    return this.#picture.isMuted;
  }

  /** [info] In pixels of the stream; null before the first frame. */
  get pictureSize() {
    return this.#picture.size;
  }

  /**
   * Starts a session with the present attributes, in place of the one that runs.
   * @param {{ signal?: AbortSignal }} [options]
   */
  async start(options) {
    const before = this.#session;
    this.#picture.holdStill();
    if (this.#token === null) {
      const error = new VisavisError("unauthorized", "The element has no token.");
      emit(this, "error", error);
      throw error;
    }
    const session = new AvatarSession({
      token: this.#token,
      baseURL: this.getAttribute("base-url") ?? "",
      avatar: this.getAttribute("avatar") ?? undefined,
      voice: this.getAttribute("voice") ?? undefined,
      quality: /** @type {any} */ (this.getAttribute("quality") ?? undefined),
      transport: this.getAttribute("transport") === "whep" ? "whep" : "v1",
      sessionID: this.getAttribute("session-id") ?? undefined,
      ...this.#options,
    });
    this.#session = session;
    const isShown = () => session === this.#session;
    session.on("stream", (stream) => isShown() && this.#show(stream));
    session.on("streamend", () => isShown() && this.#picture.holdStill());
    for (const type of FORWARDED) session.on(type, (detail) => isShown() && this.#forward(type, detail));
    // The server may have room for one of them only.
    this.#clearing = before?.stop();
    await this.#clearing;
    if (!isShown()) throw new DOMException("Another start took the place of this one.", "AbortError");
    await session.start(options);
  }

  /** Ends the session; the last frame stays. */
  async stop() {
    this.#picture.holdStill();
    await this.#session?.stop();
  }

  /**
   * @param {string} text
   * @param {{ mode?: "repeat" | "talk", signal?: AbortSignal }} [options]
   */
  async speak(text, options) {
    // Whoever made her speak by hand wants to hear her.
    if (this.#isSilenced && navigator.userActivation?.isActive) this.unmute();
    return (await this.#running()).speak(text, options);
  }

  /**
   * @param {string} text
   * @param {{ signal?: AbortSignal }} [options]
   */
  ask(text, options) {
    return this.speak(text, { ...options, mode: "talk" });
  }

  /** @param {{ pushToTalk?: boolean, device?: string | null, signal?: AbortSignal }} [wish] */
  async startVoiceChat(wish) {
    if (this.#isSilenced && navigator.userActivation?.isActive) this.unmute();
    await (await this.#running()).startVoiceChat(wish);
  }

  stopVoiceChat() {
    this.#session?.stopVoiceChat();
  }

  /** @param {{ signal?: AbortSignal }} [options] */
  async interrupt(options) {
    await (await this.#running()).interrupt(options);
  }

  /**
   * @param {boolean} on
   * @param {{ signal?: AbortSignal }} [options]
   */
  async listen(on, options) {
    await (await this.#running()).listen(on, options);
  }

  /** Lets her be heard; works inside a click or a key press. */
  unmute() {
    this.removeAttribute("muted");
    this.#silence(false);
    this.#picture.play().catch(() => this.#silence(true));
  }

  async #running() {
    await this.#clearing;
    if (!this.#session) throw new VisavisError("wrong_state", "No session has been started.");
    return this.#session;
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #forward(type, detail) {
    if (type === "statechange") this.setAttribute("state", this.state);
    emit(this, type, detail);
  }

  /** @param {MediaStream} stream */
  #show(stream) {
    this.#picture.show(stream);
    this.#picture.isMuted = this.hasAttribute("muted") || this.#isSilenced;
    this.#play();
  }

  async #play() {
    try {
      await this.#picture.play();
    } catch (error) {
      // Any other refusal ends with the stream that caused it.
      if (!(error instanceof Error) || error.name !== "NotAllowedError" || this.isSilent) return;
      this.#silence(true);
      this.#picture.play().catch(() => {});
    }
  }

  /** @param {boolean} isSilenced */
  #silence(isSilenced) {
    this.#isSilenced = isSilenced;
    this.#picture.isMuted = isSilenced || this.hasAttribute("muted");
    this.#unmute.hidden = !isSilenced;
    emit(this, "silencechange", { isSilent: this.isSilent });
  }

  #describe() {
    if (!this.hasAttribute("role")) this.setAttribute("role", "group");
    if (!this.hasAttribute("aria-label")) this.setAttribute("aria-label", "Avatar, an AI-generated person");
  }
}

globalThis.customElements?.define("visavis-avatar", VisavisAvatarElement);
