import { VisavisError } from "./errors.js";
import { exchange, exchangeJSON } from "./http.js";
import { iceServersOfLink } from "./sdp.js";

/**
 * @typedef {{ signal?: AbortSignal }} CallOptions
 * @typedef {import("./index.js").SessionSpecification} SessionSpecification
 * @typedef {"start" | "ice" | "task" | "interrupt" | "stop" | "keep_alive" | "start_listening" | "stop_listening"}
 *   CallName
 * @typedef {{ id: string, offer: string | null, iceServers: RTCIceServer[] }} CreatedSession
 */

/** H.264, or VP8 in browsers that are built without it. */
function decodableCodec() {
  const codecs = globalThis.RTCRtpReceiver?.getCapabilities?.("video")?.codecs;
  return !codecs || codecs.some(({ mimeType }) => mimeType.toLowerCase() === "video/h264") ? "H264" : "VP8";
}

/**
 * The server's calls, one method each; knows no state. `token` belongs to one session and is given to each call.
 */
export class StreamingAPI {
  #base;

  /** @param {string} [baseURL] of the server; without it, where the page came from */
  constructor(baseURL = "") {
    this.#base = baseURL.replace(/\/+$/, "");
  }

  /**
   * An address of the server.
   * @param {string} path
   */
  url(path) {
    return this.#base + path;
  }

  /**
   * @param {string} token
   * @param {CallOptions} options
   * @returns {Promise<import("./index.js").AvatarDescription[]>}
   */
  async avatars(token, { signal } = {}) {
    const data = await exchangeJSON(this.url("/v1/streaming/avatar.list"), { token, signal });
    return (Array.isArray(data) ? data : []).filter((entry) => typeof entry?.avatar_id === "string").map((entry) => ({
      id: entry.avatar_id,
      name: entry.pose_name || entry.avatar_id,
      defaultVoice: entry.default_voice || null,
      poster: this.poster(entry.avatar_id),
    }));
  }

  /**
   * @param {string} token
   * @param {CallOptions} options
   * @returns {Promise<import("./index.js").VoiceDescription[]>}
   */
  async voices(token, { signal } = {}) {
    const data = await exchangeJSON(this.url("/v2/voices"), { token, signal });
    const usable = (data?.voices ?? []).filter((/** @type {any} */ voice) =>
      typeof voice?.voice_id === "string" && voice.support_interactive_avatar !== false);
    return usable.map((/** @type {any} */ voice) => ({
      id: voice.voice_id,
      name: voice.name || voice.voice_id,
      language: voice.language || "",
      gender: voice.gender || "",
      preview: voice.preview_audio || null,
    }));
  }

  /**
   * The picture that stands for an avatar until she moves.
   * @param {string} avatarID
   */
  poster(avatarID) {
    return this.url(`/v1/avatars/${encodeURIComponent(avatarID)}/poster.jpg`);
  }

  /**
   * @param {string} token
   * @param {SessionSpecification} specification
   * @param {CallOptions} options
   * @returns {Promise<CreatedSession>}
   */
  async newSession(token, specification, { signal } = {}) {
    const { avatar, voice, rate, quality, codec, knowledgeBase, idleTimeout } = specification;
    const { persona, opening, language, variables, pushToTalk, model } = specification;
    const data = await exchangeJSON(this.url("/v1/streaming.new"), {
      method: "POST", token, signal, timeout: 20_000,
      json: {
        ...(avatar && { avatar_id: avatar }),
        ...((voice || rate) && { voice: { ...(voice && { voice_id: voice }), ...(rate && { rate }) } }),
        ...(knowledgeBase && { knowledge_base: knowledgeBase }),
        ...(persona && { knowledge_base_id: persona }),
        ...(opening !== undefined && { opening_text: opening }),
        ...(language && { language }),
        ...(variables && { dynamic_variables: variables }),
        ...(pushToTalk && { interactivity_type: "PUSH_TO_TALK" }),
        ...(model && { llm_configuration_id: model }),
        ...(idleTimeout && { activity_idle_timeout: idleTimeout }),
        quality: quality ?? "high",
        video_encoding: codec ?? decodableCodec(),
        source: "sdk",
      },
    });
    if (typeof data?.session_id !== "string") {
      throw new VisavisError("bad_answer", "The server made a session without an id.");
    }
    const servers = data.ice_servers2 ?? data.ice_servers;
    return { id: data.session_id, offer: data.sdp?.sdp ?? null, iceServers: Array.isArray(servers) ? servers : [] };
  }

  /**
   * Any of the calls about one session that answer nothing but success, or a task's id.
   * @param {CallName} name
   * @param {string} token
   * @param {string} sessionID
   * @param {object} [body]
   * @param {CallOptions & { keepalive?: boolean }} options
   */
  call(name, token, sessionID, body, { signal, keepalive } = {}) {
    return exchangeJSON(this.url(`/v1/streaming.${name}`), {
      method: "POST", token, signal, keepalive, json: { session_id: sessionID, ...body },
    });
  }

  /**
   * Joins a session as a viewer (draft-ietf-wish-whep §4.1).
   * @param {string} token
   * @param {string} sessionID
   * @param {string} offer
   * @param {CallOptions} options
   */
  async whepJoin(token, sessionID, offer, { signal } = {}) {
    const url = this.url(`/v1/whep/${encodeURIComponent(sessionID)}`);
    const { headers, body } = await exchange(url, {
      method: "POST", token, signal, body: offer, headers: { "Content-Type": "application/sdp" },
    });
    if (!body.startsWith("v=0")) {
      throw new VisavisError("bad_answer", "The server's answer is not a session description.");
    }
    const location = headers.get("Location");
    return {
      answer: body,
      // Relative to the address asked, which may itself be relative to the page.
      resource: location ? new URL(location, new URL(url, globalThis.location?.href)).href : null,
      entityTag: headers.get("ETag"),
      iceServers: iceServersOfLink(headers.get("Link")),
    };
  }

  /**
   * @param {string} token
   * @param {string} resource
   * @param {string} fragment
   * @param {CallOptions & { entityTag?: string | null }} options
   */
  async whepTrickle(token, resource, fragment, { signal, entityTag } = {}) {
    await exchange(resource, {
      method: "PATCH", token, signal, body: fragment,
      headers: {
        "Content-Type": "application/trickle-ice-sdpfrag", ...(entityTag && { "If-Match": entityTag }),
      },
    });
  }

  /**
   * @param {string} token
   * @param {string} resource
   */
  async whepLeave(token, resource) {
    await exchange(resource, { method: "DELETE", token, keepalive: true, timeout: 3000 });
  }
}
