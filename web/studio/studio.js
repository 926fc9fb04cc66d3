import { StreamingAPI, VisavisError, isAbort } from "../sdk/index.js";
import { Access, askForKey } from "./access.js";
import { settingsSheet, themeSwitch } from "./appearance.js";
import { Captions } from "./captions.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { takeDrops } from "./drop.js";
import { Figures } from "./figures.js";
import { Invitation } from "./invitation.js";
import { KnowledgeAPI } from "./knowledge-api.js";
import { recall, remember } from "./memory.js";
import { Notice } from "./notice.js";
import { PersonaPanel } from "./persona-panel.js";
import { Presence } from "./presence.js";
import { restWhenHidden } from "./rest.js";
import { Sample } from "./sample.js";
import { Settings } from "./settings.js";
import { tabs } from "./tabs.js";
import { followTurns } from "./turns.js";
import { Undo } from "./undo.js";
import { VoiceControls } from "./voice-controls.js";
import { endText } from "./words.js";

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
const invitation = new Invitation(element("suggestions"), (text, mode) => void send(text, mode));
const interruptButton = element("interrupt");
/** @type {VoiceControls} */
const voice = new VoiceControls(
  avatar,
  { button: element("talk"), name: element("talk-name"), pushToTalk: element("push-to-talk"),
    microphones: element("microphone") },
  { onChange: () => presence.show(), onRenew: () => wake(), present: () => present(),
    onError: (error, action) => notice.showError(error, action) });
/** @type {Presence} */
const presence = new Presence(
  avatar, { status: element("status"), text: element("status-text"), interrupt: interruptButton }, () => voice.phase);
const [rest, restText] = [element("rest"), element("rest-text")];

/**
 * A token fetched for the lists and good for the first session.
 * @type {string | null}
 */
let spareToken = null;
/**
 * The lists and the first session are on their way.
 * @type {Promise<void> | null}
 */
let beginning = null;

avatar.setAttribute("base-url", base);
avatar.token = async (call) => {
  const token = spareToken ?? await access.token(call);
  spareToken = null;
  return token;
};

function begin() {
  beginning = load().finally(() => (beginning = null));
}

/** The lists, and a session as soon as it is clear with whom. */
async function load() {
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
  presence.attempts = 0;
  const started = avatar.start();
  presence.show();
  // What goes wrong comes as an event too.
  await started.catch(() => {});
}

/** Whoever says something wants her to be there: waits for the first session, and wakes her when she rests. */
async function present() {
  if (!avatar.session) await beginning;
  if (!avatar.session || avatar.state === "closing" || avatar.state === "closed") await wake();
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
  invitation.show(name);
}

/**
 * @param {string} text
 * @param {"ask" | "say"} mode
 */
async function send(text, mode) {
  invitation.end();
  try {
    await presence.sending(async () => {
      await present();
      if (mode === "say") await avatar.speak(text);
      else conversation.ask((await avatar.ask(text)).taskID, text);
    });
    notice.hide();
  } catch (error) {
    composer.giveBack(text);
    if (!isAbort(error) && avatar.session && avatar.state !== "closed") notice.showError(error);
  }
}

async function interrupt() {
  captions.clear();
  await avatar.interrupt().catch(() => {});
}

/** @param {unknown} error */
function failed(error) {
  const isLocked = error instanceof VisavisError && error.code === "unauthorized";
  notice.showError(error, { label: isLocked ? "Enter a key" : "Try again", act: begin });
  presence.show("Not connected", "bad");
}

followTurns(avatar, conversation, captions);
avatar.addEventListener("statechange", ({ detail: { state } }) => {
  if (state !== "connected") return;
  notice.hide();
  voice.resume();
});
avatar.addEventListener("reconnecting", ({ detail }) => {
  if (detail.attempt >= 3) notice.showError(detail.error);
});
avatar.addEventListener("userstart", () => invitation.end());
avatar.addEventListener("conversationerror", ({ detail: { error } }) => notice.showError(error));
avatar.addEventListener("problem", ({ detail: { error } }) => notice.showError(error));
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
  if (error) return presence.show("Not connected", "bad");
  notice.hide();
  restText.textContent = endText(reason);
  rest.hidden = false;
  presence.show();
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
const openPanel = settingsSheet(element("settings-toggle"), element("panel"), element("panel-close"));
const showTab = tabs(
  document.querySelector(".tabs") ?? document.body, (name) => name === "settings" && voice.listMicrophones());
element("to-knowledge").addEventListener("click", () => {
  showTab("persona");
  element("tab-persona").focus();
});
takeDrops(element("dropping"), (files) => {
  showTab("persona");
  openPanel(true);
  personas.take(files);
});
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
