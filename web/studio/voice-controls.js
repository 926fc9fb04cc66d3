import { Microphone, isAbort } from "../sdk/index.js";
import { recall, remember } from "./memory.js";
import { TalkButton } from "./talk-button.js";

/** The visitor's voice on the page: the button, the choice of microphone, and that it outlives a session. */
export class VoiceControls {
  #avatar;
  #microphones;
  #button;
  #events;
  /** The visitor wants to be heard: a new session goes on with it. */
  #isWanted = false;

  /**
   * @param {import("../sdk/index.js").VisavisAvatarElement} avatar
   * @param {{ button: HTMLButtonElement, name: HTMLElement, pushToTalk: HTMLInputElement,
   *   microphones: HTMLSelectElement }} places
   * @param {{ onChange: () => void, onRenew: () => void, present: () => Promise<void>,
   *   onError: (error: unknown, action?: { label: string, act: () => void }) => void }} events
   */
  constructor(avatar, { button, name, pushToTalk, microphones }, events) {
    this.#avatar = avatar;
    this.#microphones = microphones;
    this.#events = events;
    this.#button = new TalkButton(button, name, pushToTalk, {
      start: () => this.#start(),
      stop: () => {
        this.#isWanted = false;
        avatar.stopVoiceChat();
      },
      push: (isPushed) => this.#push(isPushed),
      level: () => avatar.session?.voiceLevel ?? 0,
      // Who decides when the visitor has finished belongs to the session.
      change: () => events.onRenew(),
    });
    avatar.addEventListener("voicechatchange", ({ detail }) => {
      this.#button.show(detail);
      events.onChange();
    });
    avatar.addEventListener("problem", ({ detail: { error } }) => {
      if (error.code === "microphone_lost") this.#isWanted = false;
    });
    microphones.addEventListener("change", () => {
      remember("microphone", microphones.value || null);
      if (avatar.session?.voiceChat.isOn) this.#start();
    });
    globalThis.navigator.mediaDevices?.addEventListener?.("devicechange", () => this.listMicrophones());
  }

  /** Whether the next session is one for push-to-talk. */
  get isPushToTalk() {
    return this.#button.isPushToTalk;
  }

  /** @returns {"off" | "open" | "waiting" | "muted"} */
  get phase() {
    const state = this.#avatar.session?.voiceChat;
    if (!state?.isOn) return "off";
    if (state.isMuted) return "muted";
    return state.isPushToTalk && !state.isPushed ? "waiting" : "open";
  }

  /** A new session hears what the one before heard. */
  resume() {
    if (this.#isWanted && !this.#avatar.session?.voiceChat.isOn) this.#start();
  }

  async listMicrophones() {
    const chosen = recall("microphone") ?? "";
    const found = await Microphone.list().catch(() => []);
    const named = found.filter(({ id }) => id && id !== "default");
    this.#microphones.replaceChildren(
      new Option("The browser’s choice", ""), ...named.map(({ id, name }) => new Option(name, id)));
    this.#microphones.value = named.some(({ id }) => id === chosen) ? chosen : "";
  }

  /** @returns {Promise<boolean>} whether she hears now */
  async #start() {
    const pushToTalk = this.#button.isPushToTalk;
    try {
      await this.#begin({ pushToTalk, device: recall("microphone") });
      this.#isWanted = true;
      this.listMicrophones();
      return true;
    } catch (error) {
      this.#isWanted = false;
      if (!isAbort(error)) this.#events.onError(error, { label: "Try again", act: () => void this.#start() });
      return false;
    } finally {
      this.#events.onChange();
    }
  }

  /** @param {{ pushToTalk: boolean, device: string | null }} wish */
  async #begin(wish) {
    await this.#events.present();
    try {
      await this.#avatar.startVoiceChat(wish);
    } catch (error) {
      const isGone = /** @type {any} */ (error)?.code === "microphone_missing" && wish.device;
      if (!isGone) throw error;
      // That of another day may be unplugged.
      await this.#avatar.startVoiceChat({ ...wish, device: null });
    }
  }

  /** @param {boolean} isPushed */
  async #push(isPushed) {
    const { session } = this.#avatar;
    if (!session?.voiceChat.isOn) return;
    try {
      await (isPushed ? session.pushToTalk.start() : session.pushToTalk.stop());
    } catch (error) {
      if (!isAbort(error)) this.#events.onError(error);
    }
  }
}
