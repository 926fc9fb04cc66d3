import { VisavisError } from "./errors.js";
import { elementStyle } from "./element-style.js";
import { AvatarSession } from "./session.js";

/** What a session tells and the element tells on. */
const FORWARDED = [
  "statechange", "talkingstart", "talkingend", "caption", "captionend", "interrupted", "taskdropped", "usercaption",
  "usertranscript", "userstart", "userstop", "usersilence", "thinking", "sources", "turnlatency", "conversationerror",
  "pushtotalk", "voicechatchange", "problem", "sessionending", "reconnecting", "firstframe", "latency", "stats",
  "error", "end",
];

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
  #poster = picture("poster");
  #video = make("video");
  #still = make("canvas");
  #unmute = make("button");
  /** Silent although it should not be: the browser wants a gesture first. */
  #isSilenced = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [elementStyle()];
    this.#video.playsInline = true;
    this.#video.disablePictureInPicture = true;
    this.#video.setAttribute("part", "video");
    this.#still.setAttribute("part", "still");
    this.#still.hidden = true;
    this.#unmute.type = "button";
    this.#unmute.hidden = true;
    this.#unmute.setAttribute("part", "unmute");
    this.#unmute.textContent = "Tap to unmute";
    this.#unmute.addEventListener("click", () => this.unmute());
    this.#video.addEventListener("resize", () => this.#emit("pictureresize", this.pictureSize));
    root.append(this.#poster, this.#video, this.#still, this.#unmute, make("slot"));
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
    if (name === "muted") this.#video.muted = value !== null || this.#isSilenced;
    if (name === "poster") this.#setPoster(value);
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
    return this.#video.muted;
  }

  /** [info] In pixels of the stream; null before the first frame. */
  get pictureSize() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    return width && height ? { width, height } : null;
  }

  /**
   * Starts a session with the present attributes, in place of the one that runs.
   * @param {{ signal?: AbortSignal }} [options]
   */
  async start(options) {
    const before = this.#session;
    this.#holdStill();
    if (this.#token === null) {
      const error = new VisavisError("unauthorized", "The element has no token.");
      this.#emit("error", error);
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
    for (const type of FORWARDED) session.on(type, (detail) => isShown() && this.#forward(type, detail));
    // The server may have room for one of them only.
    await before?.stop();
    if (!isShown()) throw new DOMException("Another start took the place of this one.", "AbortError");
    await session.start(options);
  }

  /** Ends the session; the last frame stays. */
  async stop() {
    this.#holdStill();
    await this.#session?.stop();
  }

  /**
   * @param {string} text
   * @param {{ mode?: "repeat" | "talk", signal?: AbortSignal }} [options]
   */
  async speak(text, options) {
    // Whoever made her speak by hand wants to hear her.
    if (this.#isSilenced && navigator.userActivation?.isActive) this.unmute();
    return this.#running().speak(text, options);
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
    await this.#running().startVoiceChat(wish);
  }

  stopVoiceChat() {
    this.#session?.stopVoiceChat();
  }

  /** @param {{ signal?: AbortSignal }} [options] */
  async interrupt(options) {
    await this.#running().interrupt(options);
  }

  /**
   * @param {boolean} on
   * @param {{ signal?: AbortSignal }} [options]
   */
  async listen(on, options) {
    await this.#running().listen(on, options);
  }

  /** Lets her be heard; works inside a click or a key press. */
  unmute() {
    this.removeAttribute("muted");
    this.#silence(false);
    this.#video.play().catch(() => this.#silence(true));
  }

  #running() {
    if (!this.#session) throw new VisavisError("wrong_state", "No session has been started.");
    return this.#session;
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #forward(type, detail) {
    if (type === "statechange") {
      this.setAttribute("state", this.state);
      if (this.state === "reconnecting" || this.state === "closed") this.#holdStill();
    }
    this.#emit(type, detail);
  }

  /** @param {MediaStream} stream */
  #show(stream) {
    this.#holdStill();
    this.#video.srcObject = stream;
    this.#video.muted = this.hasAttribute("muted") || this.#isSilenced;
    this.#play();
    const reveal = () => {
      if (this.#video.srcObject !== stream) return;
      this.#still.hidden = true;
      this.#video.classList.add("shown");
      this.#emit("reveal", null);
    };
    if (this.#video.requestVideoFrameCallback) this.#video.requestVideoFrameCallback(reveal);
    else this.#video.addEventListener("timeupdate", reveal, { once: true });
  }

  async #play() {
    try {
      await this.#video.play();
    } catch (error) {
      // Any other refusal ends with the stream that caused it.
      if (!(error instanceof Error) || error.name !== "NotAllowedError" || this.#video.muted) return;
      this.#silence(true);
      this.#video.play().catch(() => {});
    }
  }

  /** @param {boolean} isSilenced */
  #silence(isSilenced) {
    this.#isSilenced = isSilenced;
    this.#video.muted = isSilenced || this.hasAttribute("muted");
    this.#unmute.hidden = !isSilenced;
    this.#emit("silencechange", { isSilent: this.#video.muted });
  }

  /** Keeps the frame that is seen now in sight while the stream under it changes. */
  #holdStill() {
    const { videoWidth, videoHeight, readyState, classList } = this.#video;
    const hasFrame = videoWidth > 0 && readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    if (!hasFrame || !classList.contains("shown")) return;
    this.#still.width = videoWidth;
    this.#still.height = videoHeight;
    this.#still.getContext("2d")?.drawImage(this.#video, 0, 0);
    this.#still.hidden = false;
    classList.remove("shown");
  }

  /** @param {string | null} address */
  #setPoster(address) {
    this.#poster.hidden = !address;
    if (!address) return this.#poster.removeAttribute("src");
    if (this.#poster.getAttribute("src") === address) return;
    this.#poster.src = address;
    // Another face: the last frame of the one before must not cover it.
    this.#still.hidden = true;
  }

  #describe() {
    if (!this.hasAttribute("role")) this.setAttribute("role", "group");
    if (!this.hasAttribute("aria-label")) this.setAttribute("aria-label", "Avatar, an AI-generated person");
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function make(tag) {
  return document.createElement(tag);
}

/** @param {string} part */
function picture(part) {
  const image = make("img");
  image.alt = "";
  image.hidden = true;
  image.setAttribute("part", part);
  image.addEventListener("error", () => (image.hidden = true));
  image.addEventListener("load", () => (image.hidden = false));
  return image;
}

globalThis.customElements?.define("visavis-avatar", VisavisAvatarElement);
