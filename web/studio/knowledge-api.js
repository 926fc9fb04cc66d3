import { VisavisError } from "../sdk/index.js";
import { exchangeJSON } from "../sdk/http.js";

/**
 * @typedef {{ id: string, name: string }} PersonaName
 * @typedef {{ id: string, name: string, prompt: string, opening_text: string, tone: string | null,
 *   language: string | null }} Persona
 * @typedef {{ id: string, title: string, format: string, source: string, url: string | null, bytes: number,
 *   passages: number, persona_id: string | null }} KnowledgeDocument
 */

const KNOWLEDGE = "v1/visavis/knowledge";

/** The calls about personas and what they know, with the page's key where it has one. */
export class KnowledgeAPI {
  #headers;

  /** @param {() => Record<string, string>} headers that say who asks; asked for each call */
  constructor(headers) {
    this.#headers = headers;
  }

  /** @returns {Promise<PersonaName[]>} */
  async personas() {
    const data = await this.#call("v1/streaming/knowledge_base/list");
    return (Array.isArray(data?.list) ? data.list : []).filter((/** @type {any} */ one) => typeof one?.id === "string");
  }

  /**
   * @param {string} id
   * @returns {Promise<Persona>}
   */
  persona(id) {
    return this.#call(`v1/contexts/${encodeURIComponent(id)}`);
  }

  /**
   * @param {string | null} id null makes a new one
   * @param {object} persona
   * @returns {Promise<Persona>}
   */
  savePersona(id, persona) {
    return id
      ? this.#call(`v1/contexts/${encodeURIComponent(id)}`, { method: "PATCH", json: persona })
      : this.#call("v1/contexts", { method: "POST", json: persona });
  }

  /** @param {string} id */
  deletePersona(id) {
    return this.#call(`v1/contexts/${encodeURIComponent(id)}`, { method: "DELETE", keepalive: true });
  }

  /**
   * @param {string | null} persona null: what all of them know
   * @returns {Promise<KnowledgeDocument[]>}
   */
  async documents(persona) {
    const query = persona ? `&persona_id=${encodeURIComponent(persona)}` : "";
    const data = await this.#call(`${KNOWLEDGE}/documents?page_size=100${query}`);
    return Array.isArray(data?.documents) ? data.documents : [];
  }

  /** @param {string} id */
  deleteDocument(id) {
    return this.#call(`${KNOWLEDGE}/documents/${encodeURIComponent(id)}`, { method: "DELETE", keepalive: true });
  }

  /**
   * @param {string} url
   * @param {string | null} persona
   */
  addLink(url, persona) {
    return this.#call(`${KNOWLEDGE}/links`, {
      method: "POST", timeout: 60_000, json: { url, ...(persona && { persona_id: persona }) },
    });
  }

  /**
   * @param {string} question
   * @param {string | null} persona
   */
  ask(question, persona) {
    return this.#call(`${KNOWLEDGE}/ask`, {
      method: "POST", timeout: 60_000, json: { question, ...(persona && { persona_id: persona }) },
    });
  }

  /**
   * Sends one file as it is; XMLHttpRequest because fetch tells no progress.
   * @param {File} file
   * @param {string | null} persona
   * @param {(part: number) => void} onProgress 0…1 of what was sent; the server reads it after that
   * @returns {Promise<void>}
   */
  upload(file, persona, onProgress) {
    const query = new URLSearchParams({ name: file.name, ...(persona && { persona_id: persona }) });
    const request = new XMLHttpRequest();
    request.open("POST", `${KNOWLEDGE}/documents?${query}`);
    for (const [name, value] of Object.entries(this.#headers())) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.timeout = 300_000;
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    return new Promise((resolve, reject) => {
      request.onload = () => {
        if (request.status < 300) resolve();
        else {
          reject(VisavisError.fromResponse(
            request.status, request.responseText, request.getResponseHeader("Retry-After")));
        }
      };
      request.onerror = () => reject(new VisavisError("unreachable", "The server cannot be reached."));
      request.ontimeout = () => reject(new VisavisError("timeout", "The server took too long to read it."));
      request.send(file);
    });
  }

  /**
   * @param {string} path
   * @param {import("../sdk/http.js").RequestOptions} [options]
   */
  #call(path, options) {
    return exchangeJSON(path, { ...options, headers: this.#headers() });
  }
}
