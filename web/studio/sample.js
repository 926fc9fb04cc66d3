/** Plays a voice's sample, one at a time; a second press stops it. */
export class Sample {
  #button;
  #audio = new Audio();
  /** @type {string | null} */
  #address = null;

  /** @param {HTMLButtonElement} button */
  constructor(button) {
    this.#button = button;
    this.#audio.preload = "none";
    button.addEventListener("click", () => (this.#isPlaying ? this.stop() : this.#play()));
    this.#audio.addEventListener("ended", () => this.stop());
  }

  /** @param {string | null} address null: the voice has no sample */
  offer(address) {
    if (address === this.#address) return;
    this.stop();
    this.#address = address;
    this.#button.disabled = !address;
  }

  stop() {
    this.#audio.pause();
    this.#button.textContent = "Hear a sample";
  }

  get #isPlaying() {
    return !this.#audio.paused;
  }

  #play() {
    if (!this.#address) return;
    this.#audio.src = this.#address;
    this.#button.textContent = "Stop";
    this.#audio.play().catch(() => this.stop());
  }
}
