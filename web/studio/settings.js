import { recall, remember } from "./memory.js";
import { filterVoices, groupVoices, voiceLabel } from "./voices.js";

/**
 * @typedef {import("../sdk/index.js").AvatarDescription} Avatar
 * @typedef {import("../sdk/index.js").VoiceDescription} Voice
 * @typedef {object} Places
 * @property {HTMLElement} avatars
 * @property {HTMLInputElement} search
 * @property {HTMLSelectElement} voice
 * @property {HTMLElement} count
 * @property {import("./sample.js").Sample} sample
 * @property {HTMLElement} qualities
 */

/** ms that an arrow key may take to the next voice before this one is started. */
const SETTLING = 300;

/** The choice of avatar, voice and quality; remembered from visit to visit. Dispatches `change`. */
export class Settings extends EventTarget {
  #places;
  /** @type {Avatar[]} */
  #avatars = [];
  /** @type {import("./voices.js").VoiceGroup[]} */
  #groups = [];
  #avatar = recall("avatar");
  #voice = recall("voice");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #telling;

  /** @param {Places} places */
  constructor(places) {
    super();
    this.#places = places;
    const { qualities, search, voice } = places;
    const remembered = qualities.querySelector(`input[value="${CSS.escape(recall("quality") ?? "high")}"]`);
    if (remembered instanceof HTMLInputElement) remembered.checked = true;
    qualities.addEventListener("change", () => {
      remember("quality", this.quality);
      this.#tell();
    });
    search.addEventListener("input", () => this.#listVoices());
    search.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") {
        event.preventDefault();
        voice.focus();
      }
    });
    voice.addEventListener("change", () => {
      this.#voice = voice.value || null;
      this.#offerSample();
      remember("voice", this.#voice);
      this.#tell(SETTLING);
    });
  }

  /** The chosen avatar's id; null for the server's default. */
  get avatar() {
    return this.#avatar;
  }

  /** The chosen voice's id; null for the avatar's own. */
  get voice() {
    return this.#voice;
  }

  get quality() {
    const checked = this.#places.qualities.querySelector("input:checked");
    return checked instanceof HTMLInputElement ? checked.value : "high";
  }

  /** The avatar as the server describes it, once that is known. */
  get description() {
    return this.#avatars.find(({ id }) => id === this.#avatar) ?? null;
  }

  /**
   * @param {Avatar[]} avatars
   * @returns {boolean} whether the choice had to change
   */
  setAvatars(avatars) {
    this.#avatars = avatars;
    const before = this.#avatar;
    if (!avatars.some(({ id }) => id === this.#avatar)) this.#avatar = avatars[0]?.id ?? null;
    this.#places.avatars.replaceChildren(...avatars.map((avatar) => this.#card(avatar)));
    // The lists come in either order, and the voices name the avatar.
    if (this.#groups.length) this.#listVoices();
    return before !== this.#avatar;
  }

  /**
   * @param {Voice[]} voices
   * @returns {boolean} whether the choice had to change
   */
  setVoices(voices) {
    this.#groups = groupVoices(voices, navigator.languages ?? ["en"]);
    const isKnown = voices.some(({ id }) => id === this.#voice);
    const mustChange = this.#voice !== null && !isKnown;
    if (mustChange) {
      this.#voice = null;
      remember("voice", null);
    }
    this.#listVoices();
    return mustChange;
  }

  /** @param {Avatar} avatar */
  #card(avatar) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: "avatar", value: avatar.id, checked: avatar.id === this.#avatar });
    input.addEventListener("change", () => {
      this.#avatar = avatar.id;
      remember("avatar", avatar.id);
      this.#listVoices();
      this.#tell();
    });
    const image = document.createElement("img");
    Object.assign(image, { src: avatar.poster, alt: "", loading: "lazy" });
    label.append(input, image, avatar.name);
    return label;
  }

  #listVoices() {
    const { search, voice, count } = this.#places;
    const found = filterVoices(this.#groups, search.value);
    const own = document.createElement("option");
    own.value = "";
    own.textContent = `${this.description?.name ?? "Avatar"}’s own voice`;
    const groups = found.map(({ label, voices }) => {
      const group = document.createElement("optgroup");
      group.label = label;
      group.append(...voices.map((entry) => new Option(voiceLabel(entry), entry.id, false, entry.id === this.#voice)));
      return group;
    });
    voice.replaceChildren(...(search.value ? [] : [own]), ...groups);
    voice.value = this.#voice ?? "";
    const number = found.reduce((sum, { voices }) => sum + voices.length, 0);
    this.#offerSample();
    count.textContent = number
      ? `${counted(number, "voice")} in ${counted(found.length, "language")}`
      : "No voice is called that.";
  }

  #offerSample() {
    const id = this.#voice ?? this.description?.defaultVoice;
    const voice = this.#groups.flatMap(({ voices }) => voices).find((entry) => entry.id === id);
    // The path alone: behind a proxy the server may not know its own address.
    this.#places.sample.offer(voice?.preview ? new URL(voice.preview, document.baseURI).pathname : null);
  }

  /** @param {number} [wait] ms; a later change takes the place of one that waits */
  #tell(wait = 0) {
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => this.dispatchEvent(new Event("change")), wait);
  }
}

/**
 * @param {number} number
 * @param {string} noun
 */
function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
