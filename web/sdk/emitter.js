/** Events whose detail is what there is to tell. */
export class Emitter extends EventTarget {
  /**
   * Like addEventListener, with the event's detail as argument.
   * @param {string} type
   * @param {(detail: any) => void} listener
   * @returns {() => void} takes the listener away
   */
  on(type, listener) {
    const receive = (/** @type {Event} */ event) => listener(/** @type {CustomEvent} */ (event).detail);
    this.addEventListener(type, receive);
    return () => this.removeEventListener(type, receive);
  }
}

/**
 * @param {EventTarget} target
 * @param {string} type
 * @param {unknown} detail
 */
export function emit(target, type, detail) {
  target.dispatchEvent(new CustomEvent(type, { detail }));
}
