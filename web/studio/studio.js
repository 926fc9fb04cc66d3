import { StreamingAPI, VisavisError, isAbort } from "../sdk/index.js";
import { Access, askForKey } from "./access.js";
import { settingsSheet, themeSwitch } from "./appearance.js";
import { Captions } from "./captions.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Figures } from "./figures.js";
import { KnowledgeAPI } from "./knowledge-api.js";
import { recall, remember } from "./memory.js";
import { Notice } from "./notice.js";
import { PersonaPanel } from "./persona-panel.js";
import { restWhenHidden } from "./rest.js";
import { Sample } from "./sample.js";
import { Settings } from "./settings.js";
import { tabs } from "./tabs.js";
import { Undo } from "./undo.js";
import { VoiceControls } from "./voice-controls.js";
import { endText, statusOf, suggestions } from "./words.js";

/**
 * @param {string} id
 * @returns {any}
 */
const element = (id) => document.getElementById(id);

/** @type {import("../sdk/index.js").VisavisAvatarElement} */
const avatar = element("avatar");
const base = new URL(".", document.baseURI).href.replace(/\/$/, "");
const api = new StreamingAPI(base);
const access = new Access((problem) => askForKey(element("key-dialog"), problem));
const captions = new Captions(element("captions"), element("heard"));
const conversation = new Conversation(element("log"), element("conversation-empty"));
const figures = new Figures(element("figures"), element("figure-list"));
const notice = new Notice(element("notice"));
const settings = new Settings({
  avatars: element("avatars"), search: element("voice-search"), voice: element("voice"), count: element("voice-count"),
  qualities: element("qualities"), sample: new Sample(element("sample")),
});
const personas = new PersonaPanel(
  new KnowledgeAPI(() => access.headers()), new Undo(element("undo")), () => access.key());
const composer = new Composer(element("composer"), element("text"), (text, mode) => void send(text, mode));
const voice = new VoiceControls(
  avatar,
  { button: element("talk"), name: element("talk-name"), pushToTalk: element("push-to-talk"),
    microphones: element("microphone") },
  { onChange: () => showStatus(), onRenew: () => wake(), onError: (error, action) => notice.showError(error, action) });
const [status, statusText] = [element("status"), element("status-text")];
const interruptButton = element("interrupt");
const [rest, restText] = [element("rest"), element("rest-text")];

/**
 * A token fetched for the lists and good for the first session.
 * @type {string | null}
 */
let spareToken = null;
/** Attempts since the connection was lost. */
let attempts = 0;
/** Texts on their way to the server. */
let sending = 0;
let isHearing = false;
/** The answer that is thought about. */
let thinking = "";
/**
 * ms from the last text to her voice.
 * @type {number | null}
 */
let latency = null;
/** Suggestions are for those who have not said anything yet. */
let hasSpoken = false;

avatar.setAttribute("base-url", base);
avatar.token = async (call) => {
  const token = spareToken ?? await access.token(call);
  spareToken = null;
  return token;
};

/** The lists, and a session as soon as it is clear with whom. */
async function begin() {
  notice.hide();
  applySettings();
  try {
    const token = await access.token();
    spareToken = token;
    // Whoever was here before need not wait for the lists.
    const started = settings.avatar ? wake() : null;
    const lists = Promise.all([
      api.avatars(token).then((list) => settings.setAvatars(list)),
      api.voices(token).then((list) => settings.setVoices(list)),
      // She speaks without them too.
      personas.load().catch(() => false),
    ]);
    const hasChanged = (await lists).includes(true);
    nameThings();
    if (!started || hasChanged) await wake();
  } catch (error) {
    if (!isAbort(error)) failed(error);
  }
}

/** Starts a session with the present settings, in place of any other. */
async function wake() {
  applySettings();
  notice.hide();
  rest.hidden = true;
  attempts = 0;
  const started = avatar.start();
  showStatus();
  // What goes wrong comes as an event too.
  await started.catch(() => {});
}

function applySettings() {
  set("avatar", settings.avatar);
  set("voice", settings.voice);
  set("quality", settings.quality);
  if (settings.avatar) set("poster", api.poster(settings.avatar));
  avatar.options = { persona: personas.persona ?? undefined, pushToTalk: voice.isPushToTalk };
}

/**
 * @param {string} name
 * @param {string | null} value
 */
function set(name, value) {
  if (value === null) avatar.removeAttribute(name);
  else avatar.setAttribute(name, value);
}

function nameThings() {
  const name = personas.name ?? settings.description?.name;
  if (!name) return;
  avatar.setAttribute("aria-label", `${name}, an AI-generated person`);
  composer.invite(name);
  document.title = `${name} · Visavis`;
  if (!hasSpoken) suggest(name);
}

/** @param {string} name */
function suggest(name) {
  const place = element("suggestions");
  place.replaceChildren(...suggestions(name).map(({ text, mode }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => send(text, mode));
    return button;
  }));
  place.hidden = false;
}

/**
 * @param {string} text
 * @param {"ask" | "say"} mode
 */
async function send(text, mode) {
  noteSpoken();
  latency = null;
  sending += 1;
  showStatus();
  try {
    if (mode === "say") await avatar.speak(text);
    else conversation.ask((await avatar.ask(text)).taskID, text);
    notice.hide();
  } catch (error) {
    composer.giveBack(text);
    if (!isAbort(error) && avatar.state !== "closed") notice.showError(error);
  } finally {
    sending -= 1;
    showStatus();
  }
}

function noteSpoken() {
  hasSpoken = true;
  element("suggestions").hidden = true;
}

async function interrupt() {
  captions.clear();
  await avatar.interrupt().catch(() => {});
}

/** @param {unknown} error */
function failed(error) {
  const isLocked = error instanceof VisavisError && error.code === "unauthorized";
  notice.showError(error, { label: isLocked ? "Enter a key" : "Try again", act: begin });
  showStatus("Not connected", "bad");
}

/** @param {string} text */
function showRest(text) {
  restText.textContent = text;
  rest.hidden = false;
  captions.clear();
}

/** Nothing more comes of what was under way. */
function settle() {
  isHearing = false;
  thinking = "";
  conversation.settle();
  captions.hear("");
}

/**
 * @param {string} [text]
 * @param {string} [tone] in place of what the state says
 */
function showStatus(text, tone) {
  const isTalking = avatar.session?.isTalking ?? false;
  const isThinking = thinking !== "";
  const shown = statusOf({
    state: avatar.state, isTalking, isHearing, isThinking, isSending: sending > 0, attempts, latency,
    voice: voice.phase,
  });
  statusText.textContent = text ?? shown.text;
  status.dataset.tone = tone ?? shown.tone;
  document.body.dataset.tone = status.dataset.tone;
  interruptButton.disabled = !isTalking && !isThinking && sending === 0;
}

avatar.addEventListener("statechange", ({ detail: { state } }) => {
  if (state === "connected") {
    attempts = 0;
    notice.hide();
    voice.resume();
  } else {
    settle();
  }
  showStatus();
});
avatar.addEventListener("reconnecting", ({ detail }) => {
  attempts = detail.attempt;
  showStatus();
  if (attempts >= 3) notice.showError(detail.error);
});
avatar.addEventListener("userstart", () => {
  noteSpoken();
  isHearing = true;
  latency = null;
  showStatus();
});
avatar.addEventListener("usertranscript", ({ detail: { turnID, text, isFinal } }) => {
  conversation.hear(turnID, text, isFinal);
  captions.hear(text, isFinal);
});
avatar.addEventListener("userstop", ({ detail: { turnID } }) => {
  isHearing = false;
  conversation.heardNothing(turnID);
  showStatus();
});
avatar.addEventListener("thinking", ({ detail: { taskID } }) => {
  thinking = taskID;
  conversation.think(taskID);
  showStatus();
});
avatar.addEventListener("sources", ({ detail: { taskID, sources } }) => conversation.rest(taskID, sources));
avatar.addEventListener("turnlatency", ({ detail: { taskID, stages } }) => conversation.time(taskID, stages));
avatar.addEventListener("talkingstart", () => {
  thinking = "";
  captions.hear("");
  showStatus();
});
avatar.addEventListener("latency", ({ detail }) => {
  latency = detail.elapsed;
  showStatus();
});
avatar.addEventListener("talkingend", () => {
  captions.end();
  showStatus();
});
avatar.addEventListener("caption", ({ detail }) => {
  captions.add(detail);
  conversation.say(detail);
});
avatar.addEventListener("interrupted", ({ detail: { taskID } }) => {
  conversation.breakOff(taskID);
  captions.clear();
});
avatar.addEventListener("taskdropped", ({ detail: { taskID } }) => {
  if (taskID === thinking) thinking = "";
  conversation.drop(taskID);
  showStatus();
});
avatar.addEventListener("usersilence", () => conversation.note("Nobody has spoken for a while."));
avatar.addEventListener("conversationerror", ({ detail: { error } }) => notice.showError(error));
avatar.addEventListener("problem", ({ detail: { taskID, error } }) => {
  if (taskID && taskID === thinking) thinking = "";
  notice.showError(error);
  showStatus();
});
avatar.addEventListener("stats", ({ detail }) => figures.add(detail));
avatar.addEventListener("sessionending", ({ detail: { reason, remaining } }) => {
  const seconds = remaining === null ? "soon" : `in ${Math.round(remaining / 1000)} s`;
  notice.show(`This session will end ${seconds}.`, endText(reason));
});
avatar.addEventListener("error", ({ detail }) => {
  // The choice of another day may be gone.
  if (detail.code === "avatar_unknown") remember("avatar", null);
  if (detail.code === "voice_unknown") remember("voice", null);
  failed(detail);
});
avatar.addEventListener("end", ({ detail: { reason, error } }) => {
  captions.clear();
  if (error) return showStatus("Not connected", "bad");
  notice.hide();
  showRest(endText(reason));
  showStatus();
});
avatar.addEventListener("pictureresize", ({ detail }) => {
  if (detail) avatar.style.setProperty("--ratio", String(detail.width / detail.height));
});

for (const choice of [settings, personas]) {
  choice.addEventListener("change", () => {
    nameThings();
    wake();
  });
}
interruptButton.addEventListener("click", () => {
  interrupt();
  composer.focus();
});
element("wake").addEventListener("click", () => {
  wake();
  composer.focus();
});
themeSwitch(element("theme"));
settingsSheet(element("settings-toggle"), element("panel"));
tabs(document.querySelector(".tabs") ?? document.body, (name) => name === "settings" && voice.listMicrophones());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !interruptButton.disabled) interrupt();
});

const captionsSwitch = element("captions-on");
captionsSwitch.checked = recall("captions") !== "off";
captions.show(captionsSwitch.checked);
captionsSwitch.addEventListener("change", () => {
  remember("captions", captionsSwitch.checked ? null : "off");
  captions.show(captionsSwitch.checked);
});

restWhenHidden(() => Number(document.body.dataset.restAfter), () => {
  if (avatar.state !== "closed") avatar.stop();
});
// Back from the browser's page cache: the session was ended when the page was left.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) wake();
});

if (matchMedia("(hover: hover)").matches) composer.focus();
begin();
