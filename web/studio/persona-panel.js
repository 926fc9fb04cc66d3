import { VisavisError } from "../sdk/index.js";
import { Documents } from "./documents.js";
import { recall, remember } from "./memory.js";
import { passageView } from "./passages.js";

/**
 * @param {string} id
 * @returns {any}
 */
const element = (id) => document.getElementById(`persona-${id}`) ?? document.getElementById(id);

/** Written in the form's fields, and what the server calls them. */
const FIELDS = { name: "name", opening: "opening_text", prompt: "prompt", tone: "tone", language: "language" };

/**
 * Who she is in a conversation and what she knows. Dispatches `change` when another persona is chosen or the chosen
 * one was saved.
 */
export class PersonaPanel extends EventTarget {
  #api;
  #undo;
  #documents;
  #askForKey;
  /** @type {import("./knowledge-api.js").PersonaName[]} */
  #personas = [];
  #chosen = recall("persona");
  /** A new one is being written. */
  #isNew = false;
  #mayEdit = true;
  #asking = 0;
  #showing = 0;
  #leaving = "";

  /**
   * @param {import("./knowledge-api.js").KnowledgeAPI} api
   * @param {import("./undo.js").Undo} undo
   * @param {() => Promise<unknown>} askForKey resolves when there is one
   */
  constructor(api, undo, askForKey) {
    super();
    this.#api = api;
    this.#undo = undo;
    this.#askForKey = askForKey;
    this.#documents = new Documents(api, {
      list: element("documents"), empty: element("documents-empty"), adding: element("adding"),
      files: element("files"), linkForm: element("link-form"), link: element("link"),
    }, undo, () => this.#lock(true));
    element("choice").addEventListener("change", () => this.#choose(element("choice").value || null));
    element("new").addEventListener("click", () => this.#write());
    element("form").addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#save();
    });
    element("delete").addEventListener("click", () => this.#delete());
    element("key").addEventListener("click", () => this.#unlock());
    element("try-form").addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#try(element("try").value.trim());
    });
  }

  /** The chosen persona's id; null for none in particular. */
  get persona() {
    return this.#chosen;
  }

  /** Her name there, once it is known. */
  get name() {
    return this.#personas.find(({ id }) => id === this.#chosen)?.name ?? null;
  }

  /**
   * Reads what there is; before it the choice of another day stands.
   * @returns {Promise<boolean>} whether the choice had to change
   */
  async load() {
    this.#personas = (await this.#api.personas()).filter(({ id }) => id !== this.#leaving);
    const isGone = this.#chosen !== null && !this.#personas.some(({ id }) => id === this.#chosen);
    if (isGone) this.#remember(null);
    else this.#list();
    await this.#show();
    return isGone;
  }

  /** Files dropped anywhere on the page. */
  take(/** @type {File[]} */ files) {
    if (this.#isNew) return element("problem").textContent = "Save her first; then give her documents.";
    this.#documents.take(files);
  }

  #list() {
    const none = new Option("None in particular", "");
    element("choice").replaceChildren(none, ...this.#personas.map(({ id, name }) => new Option(name, id)));
    element("choice").value = this.#chosen ?? "";
  }

  /** @param {string | null} id */
  #choose(id) {
    if (id === "new" || (id === this.#chosen && !this.#isNew)) return;
    const isOther = id !== this.#chosen;
    this.#remember(id);
    this.#show().catch(() => {});
    if (isOther) this.dispatchEvent(new Event("change"));
  }

  /** @param {string | null} id */
  #remember(id) {
    this.#chosen = id;
    this.#isNew = false;
    remember("persona", id);
    this.#list();
  }

  async #show() {
    const showing = (this.#showing += 1);
    const id = this.#chosen;
    element("problem").textContent = "";
    element("form").hidden = id === null;
    element("delete").textContent = "Delete";
    element("documents-scope").textContent = id === null
      ? "She knows this whoever she is: every persona does." : `${this.name ?? "She"} knows this, and what every persona knows.`;
    element("trial").replaceChildren();
    this.#fill(null);
    try {
      if (id !== null) {
        const persona = await this.#api.persona(id);
        if (showing !== this.#showing) return;
        this.#fill(persona);
        this.#lock(false);
      }
    } catch (error) {
      if (error instanceof VisavisError && ["unauthorized", "forbidden"].includes(error.code)) this.#lock(true);
      else if (showing === this.#showing) this.#complain(error);
    }
    if (showing !== this.#showing) return;
    await this.#documents.show(id, this.#mayEdit).catch((error) => this.#complain(error));
  }

  /** @param {Record<string, any> | null} persona */
  #fill(persona) {
    for (const [field, name] of Object.entries(FIELDS)) element(field).value = persona?.[name] ?? "";
  }

  #write() {
    if (this.#isNew) return element("name").focus();
    this.#isNew = true;
    this.#showing += 1;
    this.#fill(null);
    element("problem").textContent = "";
    const written = new Option("A new persona", "new");
    element("choice").append(written);
    written.selected = true;
    element("documents-scope").textContent = "Save her first; then give her documents.";
    element("documents").replaceChildren();
    element("adding").hidden = true;
    element("form").hidden = false;
    element("delete").textContent = "Cancel";
    element("name").focus();
  }

  async #save() {
    const persona = Object.fromEntries(
      Object.entries(FIELDS).map(([field, name]) => [name, element(field).value.trim()]));
    element("save").disabled = true;
    element("problem").textContent = "";
    try {
      const saved = await this.#api.savePersona(this.#isNew ? null : this.#chosen, persona);
      this.#remember(saved.id);
      await this.load();
      this.dispatchEvent(new Event("change"));
    } catch (error) {
      this.#complain(error);
    } finally {
      element("save").disabled = false;
    }
  }

  #delete() {
    const id = this.#chosen;
    if (this.#isNew || id === null) return this.#choose(id);
    const name = this.name ?? "The persona";
    this.#leaving = id;
    this.#personas = this.#personas.filter((persona) => persona.id !== id);
    this.#list();
    this.#choose(null);
    const stay = async () => {
      this.#leaving = "";
      await this.load().catch((error) => this.#complain(error));
    };
    this.#undo.offer(`${name} and her documents are deleted.`, () => {
      this.#api.deletePersona(id).then(() => (this.#leaving = ""), async (error) => {
        await stay();
        this.#complain(error);
      });
    }, () => stay().then(() => this.#choose(id)));
  }

  /** @param {boolean} isLocked */
  #lock(isLocked) {
    this.#mayEdit = !isLocked;
    element("locked").hidden = !isLocked;
    element("new").disabled = isLocked;
    for (const control of element("form").elements) control.disabled = isLocked;
    element("adding").hidden = isLocked;
  }

  async #unlock() {
    try {
      await this.#askForKey();
      this.#lock(false);
      await this.load();
    } catch {
      // Not now.
    }
  }

  /** @param {string} question */
  async #try(question) {
    if (!question) return;
    const asking = (this.#asking += 1);
    const place = element("trial");
    place.textContent = "…";
    try {
      const { answer, is_known: isKnown, passages = [] } = await this.#api.ask(question, this.#chosen);
      if (asking !== this.#asking) return;
      const said = document.createElement("p");
      said.className = isKnown ? "answer" : "answer unknown";
      said.dir = "auto";
      said.textContent = answer;
      const found = document.createElement("p");
      found.className = "hint";
      found.textContent = passages.length ? "What was found, the best first:" : "No passage fits.";
      place.replaceChildren(said, found, ...passages.map(passageView));
    } catch (error) {
      if (asking === this.#asking) place.textContent = text(error);
    }
  }

  /** @param {unknown} error */
  #complain(error) {
    if (error instanceof VisavisError && error.code === "unauthorized") this.#lock(true);
    element("problem").textContent = text(error);
  }
}

/** @param {unknown} error */
function text(error) {
  const told = VisavisError.from(error);
  return told instanceof VisavisError ? `${told.reason} ${told.advice}` : told.message;
}
