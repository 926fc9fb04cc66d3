/**
 * What is seen of an avatar, in an element's shadow: the poster until the first frame is decoded, the video, and the
 * last frame while the stream under it changes. Never black.
 */
export class Picture {
  #poster = image();
  #video = document.createElement("video");
  #still = document.createElement("canvas");
  #onReveal;

  /**
   * @param {Node} root
   * @param {{ onReveal: () => void, onResize: () => void }} events `onReveal`: the first frame of a stream is seen
   */
  constructor(root, { onReveal, onResize }) {
    this.#onReveal = onReveal;
    this.#video.playsInline = true;
    this.#video.disablePictureInPicture = true;
    this.#video.setAttribute("part", "video");
    this.#video.addEventListener("resize", onResize);
    this.#still.setAttribute("part", "still");
    this.#still.hidden = true;
    root.appendChild(this.#poster);
    root.appendChild(this.#video);
    root.appendChild(this.#still);
  }

  get isMuted() {
    return this.#video.muted;
  }

  set isMuted(isMuted) {
    this.#video.muted = isMuted;
  }

  /** In pixels of the stream; null before the first frame. */
  get size() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    // Before the first frame and after the last one Chromium shows a black one of 2 by 2.
    return width > 2 && height > 2 ? { width, height } : null;
  }

  /** Rejects as HTMLMediaElement.play() does. */
  play() {
    return this.#video.play();
  }

  /** @param {MediaStream} stream */
  show(stream) {
    this.holdStill();
    this.#video.srcObject = stream;
    const reveal = () => {
      if (this.#video.srcObject !== stream) return;
      if (!this.size) return wait();
      this.#still.hidden = true;
      this.#video.classList.add("shown");
      this.#onReveal();
    };
    const wait = () => {
      if (this.#video.requestVideoFrameCallback) this.#video.requestVideoFrameCallback(reveal);
      else this.#video.addEventListener("timeupdate", reveal, { once: true });
    };
    wait();
  }

  /** Keeps the frame that is seen now in sight; to be called before its stream ends, which turns the video black. */
  holdStill() {
    const { size } = this;
    const { readyState, classList } = this.#video;
    if (!size || readyState < HTMLMediaElement.HAVE_CURRENT_DATA || !classList.contains("shown")) return;
    Object.assign(this.#still, size);
    this.#still.getContext("2d")?.drawImage(this.#video, 0, 0);
    this.#still.hidden = false;
    classList.remove("shown");
  }

  /** @param {string | null} address */
  setPoster(address) {
    this.#poster.hidden = !address;
    if (!address) return this.#poster.removeAttribute("src");
    if (this.#poster.getAttribute("src") === address) return;
    this.#poster.src = address;
    // Another face: the last frame of the one before must not cover it.
    this.#still.hidden = true;
  }
}

function image() {
  const image = document.createElement("img");
  image.alt = "";
  image.hidden = true;
  image.setAttribute("part", "poster");
  image.addEventListener("error", () => (image.hidden = true));
  image.addEventListener("load", () => (image.hidden = false));
  return image;
}
