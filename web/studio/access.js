import { VisavisError } from "../sdk/index.js";
import { exchangeJSON } from "../sdk/http.js";

const KEY = "visavis.key";

/**
 * Session tokens for the page. Where the server wants an API key the visitor is asked for one; it is kept for this tab
 * alone.
 */
export class Access {
  #ask;
  /** @type {Promise<string> | null} */
  #asking = null;

  /** @param {(problem: string) => Promise<string>} ask rejects when the visitor does not want to give a key */
  constructor(ask) {
    this.#ask = ask;
  }

  /**
   * What says who asks, for calls that need no session: the key, where there is one.
   * @returns {Record<string, string>}
   */
  headers() {
    const key = storedKey();
    return key ? { "X-Api-Key": key } : {};
  }

  /** Asks for a key although none was refused yet; rejects when the visitor does not want to give one. */
  async key() {
    this.#asking ??= this.#ask("").finally(() => (this.#asking = null));
    storeKey(await this.#asking);
  }

  /**
   * @param {{ signal?: AbortSignal }} call
   * @returns {Promise<string>}
   */
  async token({ signal } = {}) {
    let problem = "";
    for (;;) {
      const key = storedKey();
      try {
        return await sessionToken(key, signal);
      } catch (error) {
        if (!(error instanceof VisavisError) || error.code !== "unauthorized") throw error;
        if (key) problem = "The server does not accept this key.";
        storeKey(null);
      }
      // Several may wait for one answer.
      this.#asking ??= this.#ask(problem).finally(() => (this.#asking = null));
      storeKey(await this.#asking);
    }
  }
}

/**
 * @param {string | null} key
 * @param {AbortSignal} [signal]
 */
async function sessionToken(key, signal) {
  const data = await exchangeJSON("studio/session-token", {
    method: "POST", json: {}, signal, headers: key ? { "X-Api-Key": key } : {},
  });
  if (typeof data?.token !== "string") throw new VisavisError("bad_answer", "The server gave no session token.");
  return data.token;
}

// Where storage is refused the key lives as long as the page.
/** @type {string | null} */
let heldKey = null;

function storedKey() {
  try {
    return sessionStorage.getItem(KEY) ?? heldKey;
  } catch {
    return heldKey;
  }
}

/** @param {string | null} key */
function storeKey(key) {
  heldKey = key;
  try {
    if (key === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, key);
  } catch {
    // Held above.
  }
}

/**
 * Asks for a key in the page's dialog.
 * @param {HTMLDialogElement} dialog
 * @param {string} problem why the last one would not do; may be empty
 * @returns {Promise<string>}
 */
export function askForKey(dialog, problem) {
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  const field = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
  const cancel = /** @type {HTMLButtonElement} */ (dialog.querySelector('button[type="button"]'));
  const note = /** @type {HTMLElement} */ (dialog.querySelector(".problem"));
  field.value = "";
  note.textContent = problem;
  dialog.showModal();
  field.focus();
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    /** @type {(target: EventTarget, type: string, act: (event: Event) => void) => void} */
    const on = (target, type, act) => target.addEventListener(type, act, { signal: done.signal });
    on(form, "submit", (event) => {
      event.preventDefault();
      if (!field.value.trim()) return;
      done.abort();
      dialog.close();
      resolve(field.value.trim());
    });
    on(cancel, "click", () => dialog.close());
    on(dialog, "close", () => {
      done.abort();
      reject(new VisavisError("unauthorized", "This server wants an API key for that."));
    });
  });
}
