import { VisavisError } from "../sdk/index.js";

/** Bytes of the largest file that the server reads; it says so itself, this only saves the way. */
const LARGEST = 50 << 20;

/** The list of what a persona knows, with what is on its way into it. */
export class Documents {
  #api;
  #places;
  #undo;
  #onDenied;
  /** @type {string | null} */
  #persona = null;
  #mayEdit = true;
  /** Waiting to be deleted: not shown meanwhile. */
  #leaving = new Set();
  #reading = 0;

  /**
   * @param {import("./knowledge-api.js").KnowledgeAPI} api
   * @param {{ list: HTMLElement, empty: HTMLElement, adding: HTMLElement, files: HTMLInputElement,
   *   linkForm: HTMLFormElement, link: HTMLInputElement }} places
   * @param {import("./undo.js").Undo} undo
   * @param {() => void} onDenied a key is wanted
   */
  constructor(api, places, undo, onDenied) {
    this.#api = api;
    this.#places = places;
    this.#undo = undo;
    this.#onDenied = onDenied;
    const { files, linkForm, link } = places;
    files.addEventListener("change", () => {
      this.take([...(files.files ?? [])]);
      files.value = "";
    });
    linkForm.addEventListener("submit", (event) => {
      event.preventDefault();
      const url = link.value.trim();
      link.value = "";
      this.#work(url, "Reading the page…", () => this.#api.addLink(url, this.#persona), () => (link.value ||= url));
    });
  }

  /**
   * @param {string | null} persona
   * @param {boolean} mayEdit
   */
  async show(persona, mayEdit) {
    if (persona !== this.#persona) this.#places.list.replaceChildren();
    this.#persona = persona;
    this.#mayEdit = mayEdit;
    this.#places.adding.hidden = !mayEdit;
    await this.refresh();
  }

  async refresh() {
    const persona = this.#persona;
    const reading = (this.#reading += 1);
    const documents = await this.#api.documents(persona);
    if (reading !== this.#reading) return;
    const { list, empty } = this.#places;
    const working = [...list.children].filter((item) => item.classList.contains("work"));
    const shown = documents.filter(({ id }) => !this.#leaving.has(id));
    list.replaceChildren(...working, ...shown.map((document) => this.#item(document)));
    empty.hidden = list.childElementCount > 0;
  }

  /** @param {File[]} files one after the other: the server reads two at a time for everybody */
  async take(files) {
    const persona = this.#persona;
    for (const file of files) {
      await this.#work(file.name, "Sending…", async (tell) => {
        if (file.size > LARGEST) throw new VisavisError("refused", "This file is larger than 50 MB.");
        await this.#api.upload(file, persona, (part) => tell(part));
      });
    }
  }

  /**
   * @param {string} name
   * @param {string} doing
   * @param {(tell: (part: number) => void) => Promise<unknown>} act
   * @param {() => void} [onFailed]
   */
  async #work(name, doing, act, onFailed) {
    const item = element("li", "work");
    const title = element("strong", "");
    title.textContent = name;
    const state = element("span", "state");
    state.textContent = doing;
    const bar = document.createElement("progress");
    bar.max = 1;
    item.append(title, state, bar);
    this.#places.list.prepend(item);
    this.#places.empty.hidden = true;
    try {
      await act((part) => {
        bar.value = part;
        state.textContent = part < 1 ? `${Math.round(part * 100)} %` : "Reading…";
        if (part >= 1) bar.removeAttribute("value");
      });
      item.remove();
      await this.refresh();
    } catch (error) {
      onFailed?.();
      bar.remove();
      item.classList.add("failed");
      const told = VisavisError.from(error);
      state.textContent = told instanceof VisavisError ? `${told.reason} ${told.advice}` : told.message;
      item.append(this.#button("Dismiss", `Dismiss ${name}`, () => {
        item.remove();
        this.#places.empty.hidden = this.#places.list.childElementCount > 0;
      }));
      if (told instanceof VisavisError && told.code === "unauthorized") this.#onDenied();
    }
  }

  /** @param {import("./knowledge-api.js").KnowledgeDocument} entry */
  #item(entry) {
    const item = element("li", "");
    const title = entry.url ? document.createElement("a") : element("strong", "");
    title.textContent = entry.title || entry.source;
    if (title instanceof HTMLAnchorElement && entry.url && /^https?:/i.test(entry.url)) {
      Object.assign(title, { href: entry.url, target: "_blank", rel: "noopener noreferrer" });
    }
    const state = element("span", "state");
    const isShared = this.#persona !== null && !entry.persona_id;
    state.textContent = [
      ...(isShared ? ["Shared by all"] : []), formatName(entry.format), `${entry.passages} passage${entry.passages === 1 ? "" : "s"}`, size(entry.bytes),
    ].join(" · ");
    item.append(title, state);
    if (this.#mayEdit) {
      item.append(this.#button("Delete", `Delete ${entry.title || entry.source}`, () => this.#delete(item, entry)));
    }
    return item;
  }

  /**
   * @param {HTMLElement} item
   * @param {import("./knowledge-api.js").KnowledgeDocument} entry
   */
  #delete(item, entry) {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    // Where the keyboard was is gone.
    (next?.querySelector("button") ?? this.#places.files).focus();
    this.#leaving.add(entry.id);
    this.#places.empty.hidden = this.#places.list.childElementCount > 0;
    const stay = () => {
      this.#leaving.delete(entry.id);
      this.refresh().catch(() => {});
    };
    this.#undo.offer(`“${entry.title || entry.source}” is deleted.`, () => {
      this.#api.deleteDocument(entry.id).then(() => this.#leaving.delete(entry.id), (error) => {
        stay();
        this.#work(entry.title, "", () => Promise.reject(error));
      });
    }, stay);
  }

  /**
   * @param {string} text
   * @param {string} label
   * @param {() => void} act
   */
  #button(text, label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    return button;
  }
}

/** @param {string} format as the server calls it */
function formatName(format) {
  return { text: "Text", markdown: "Markdown" }[format] ?? format.toUpperCase();
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * @param {string} tag
 * @param {string} className
 */
function element(tag, className) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  return made;
}
