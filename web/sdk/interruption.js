/**
 * Tells whether an utterance was broken off, which the server's events say by their order: a visitor who talks over
 * her is told of first, and her speech ends before she begins another stretch of text.
 */
export class InterruptionWatch {
  #task = "";
  #isBroken = false;
  #isOurs = false;

  /** We asked her to be silent ourselves. */
  interrupt() {
    this.#isBroken = this.#task !== "";
    this.#isOurs = this.#isBroken;
  }

  /**
   * @param {import("./wire.js").ServerMessage} message the next one
   * @returns {string | null} the task that was broken off with it
   */
  see(message) {
    switch (message.kind) {
      case "talkingstart":
        this.#begin(message.taskID);
        break;
      case "userstart":
        this.#isBroken = this.#task !== "";
        break;
      case "caption":
        // She goes on: somebody spoke whom she does not stop for.
        if (!this.#isOurs) this.#isBroken = false;
        break;
      case "talkingend": {
        const broken = this.#isBroken && message.taskID === this.#task ? this.#task : null;
        this.#begin("");
        return broken;
      }
    }
    return null;
  }

  /** @param {string} task */
  #begin(task) {
    this.#task = task;
    this.#isBroken = false;
    this.#isOurs = false;
  }
}
