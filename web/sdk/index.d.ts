/** Types of the Visavis client library; docs/sdk.md shows its use. */

export type SessionState = "new" | "connecting" | "connected" | "reconnecting" | "closing" | "closed";

/** What is asked of the server when a session is made. */
export interface SessionSpecification {
  /** An avatar's id; without it the server's default. */
  avatar?: string;
  /** A voice's id; without it the avatar's own. */
  voice?: string;
  /** Speed of speech, 0.5…2; 1 is the voice's own. */
  rate?: number;
  /** 360, 480, 720 or 1080 lines; "high" when absent. */
  quality?: "low" | "medium" | "high" | "very_high";
  /** When absent "H264", or "VP8" where the browser cannot decode that. */
  codec?: "H264" | "VP8";
  /** A stored persona's id: who she is in a conversation, and what she knows. */
  persona?: string;
  /** What a language model is told, in place of the persona's prompt. */
  knowledgeBase?: string;
  /** Said first, in place of the persona's; empty says nothing. */
  opening?: string;
  /** BCP 47 tag of what is spoken; when absent the persona's, or the voice's. */
  language?: string;
  /** What `${name}` stands for in the persona's texts. */
  variables?: Record<string, string>;
  /** The visitor is heard between `pushToTalk.start()` and `.stop()` alone. */
  pushToTalk?: boolean;
  /** A stored language model's id. */
  model?: string;
  /** Seconds without activity until the server ends the session, 30…3600. */
  idleTimeout?: number;
}

export interface SessionOptions extends SessionSpecification {
  /**
   * A session token, or a function that fetches one. A token is good for one session: with a string the session
   * cannot be made again after the server lost it.
   */
  token: string | ((call: { signal: AbortSignal }) => string | Promise<string>);
  /** The server's address without a path; empty for the page's own. */
  baseURL?: string;
  /** "v1" answers the server's offer, "whep" sends one of its own. Reconnections always use WHEP. */
  transport?: "v1" | "whep";
  /** Joins this session as a further viewer and never ends it; `token` must be allowed to. */
  sessionID?: string;
  /** Renews the session's lease every 30 s; true when absent. */
  keepAlive?: boolean;
  /** In place of those that the server names. */
  iceServers?: RTCIceServer[];
  /** `first` and `most` wait in ms, `attempts` until it gives up: 250, 8000, 12 when absent. */
  backoff?: { first?: number; most?: number; attempts?: number };
}

/** Null: the browser does not say, or not yet. Rates are over the last second. */
export interface SessionStatistics {
  /** bit/s */
  videoBitrate: number | null;
  /** bit/s */
  audioBitrate: number | null;
  /** Frames decoded per second. */
  frameRate: number | null;
  /** px */
  width: number | null;
  /** px */
  height: number | null;
  /** "H264", "VP8" */
  codec: string | null;
  /** ms */
  roundTrip: number | null;
  /** ms */
  videoJitter: number | null;
  /** ms */
  audioJitter: number | null;
  /** Mean time a picture waits in the receiver, ms. */
  jitterBuffer: number | null;
  packetsLost: number;
  /** 0…1 */
  lossRate: number;
  framesDecoded: number;
  framesDropped: number;
  freezes: number;
  /** ms, positive when the picture is late. */
  skew: number | null;
  /** "direct/udp", "relay/tcp", … */
  path: string | null;
  /** ms from start() to the first decoded frame. */
  timeToFirstFrame: number | null;
  /** ms from the last speak() that found her silent to the first voiced sound heard here. */
  latency: number | null;
}

export type ErrorCode =
  | "unauthorized" | "session_gone" | "server_full" | "avatar_unknown" | "voice_unknown" | "refused" | "speech_failed"
  | "rate_limited" | "unreachable" | "timeout" | "unsupported" | "media_lost" | "server_failed" | "bad_answer"
  | "wrong_state" | "token_used" | "given_up" | "conversation_failed" | "forbidden" | "microphone_denied"
  | "microphone_missing" | "microphone_busy" | "microphone_lost" | "microphone_unheard" | "insecure_page";

/** Everything the library throws, except the caller's own aborts. `message` is `reason` and `advice`. */
export class VisavisError extends Error {
  constructor(
    code: ErrorCode, reason: string,
    details?: { status?: number; serverCode?: number; retryAfter?: number; cause?: unknown });
  readonly code: ErrorCode;
  /** What happened, in one sentence. */
  readonly reason: string;
  /** What to do about it, in one sentence. */
  readonly advice: string;
  /** HTTP status, when a server answered. */
  readonly status: number | undefined;
  /** The number in the server's answer, e.g. 10006. */
  readonly serverCode: number | undefined;
  /** Seconds the server asked to wait. */
  readonly retryAfter: number | undefined;
  /** Whether the same call may work a little later. */
  get isTransient(): boolean;
  static fromResponse(status: number, body: string, retryAfter?: string | null): VisavisError;
  static fromMessage(message: Record<string, unknown>): VisavisError;
  static from(thrown: unknown): Error;
}

/** Whether a thrown value only says that the caller's signal was aborted. */
export function isAbort(thrown: unknown): boolean;

/** A passage that an answer rests on. */
export interface SourcePassage {
  /** The document's. */
  title: string;
  /** The way to the passage in its document, outermost first. */
  headings: string[];
  text: string;
  /** Of http or https; null for an uploaded document. */
  url: string | null;
  /** 0…1 */
  score: number | null;
}

/**
 * When each stage of an answer was reached, in ms since the visitor fell silent or the question came; null for what
 * did not happen, as a typed question has no transcript.
 */
export interface TurnStages {
  /** The turn was held to be over. */
  endpoint: number | null;
  /** The turn's text was there. */
  transcript: number | null;
  /** The answer's first text was there; before `transcript` where she began to think earlier. */
  firstText: number | null;
  /** The first sound was made. */
  firstAudio: number | null;
  /** It was sent. */
  firstSample: number | null;
}

export interface VoiceChatState {
  isOn: boolean;
  isMuted: boolean;
  isPushToTalk: boolean;
  /** The microphone is open to her, with push-to-talk. */
  isPushed: boolean;
  /** The microphone's id; null while it is off. */
  device: string | null;
}

export interface MicrophoneDescription {
  id: string;
  name: string;
}

/**
 * For a session made with `pushToTalk` both resolve when the server has acknowledged, and reject when it could not. In
 * any other session they open and close the microphone here alone.
 */
export interface PushToTalk {
  start(options?: { signal?: AbortSignal }): Promise<void>;
  stop(options?: { signal?: AbortSignal }): Promise<void>;
}

/** The `detail` of each event. */
export interface SessionEvents {
  statechange: { state: SessionState; before: SessionState };
  /** A new connection's picture and sound; set it as `srcObject`. */
  stream: MediaStream;
  /** It is about to end: the last moment to keep its picture. */
  streamend: null;
  /** The first frame of the session has been decoded; ms since start(). */
  firstframe: { elapsed: number };
  talkingstart: { taskID: string };
  /** `duration` in ms; null when the connection was lost while she spoke. */
  talkingend: { taskID: string; duration: number | null };
  /** A stretch of text that is being heard; fragments of a task concatenate. */
  caption: { taskID: string; text: string };
  captionend: { taskID: string };
  /**
   * She was broken off; what was begun to be heard of the task are its captions, and `lastWord` was heard whole, where
   * that is known. `talkingend` follows.
   */
  interrupted: { taskID: string; lastWord: string | null };
  /** The visitor begins to speak; everything of the turn has its id. */
  userstart: { turnID: string };
  /** What the visitor has said of this turn so far, whole: it replaces what came before. */
  usertranscript: { turnID: string; text: string; isFinal: boolean };
  /** Fragments of the final text; those of a turn (here `taskID`) concatenate. */
  usercaption: { taskID: string; text: string };
  userstop: { turnID: string };
  /** Nobody has spoken for a while, `times` in a row; ms until the session ends for it, null when it does not. */
  usersilence: { times: number; countDown: number | null };
  /** She thinks about an answer; `turnID` is null for a typed question. */
  thinking: { taskID: string; turnID: string | null };
  /** What the answer rests on, the best first. */
  sources: { taskID: string; sources: SourcePassage[] };
  /** How long the answer's stages took at the server. `hasFiller`: she began with "let me see" or the like. */
  turnlatency: { taskID: string; stages: TurnStages; hasFiller: boolean };
  /** A part of the conversation failed and the session goes on; `name` such as "llm_rate_limited". */
  conversationerror: { taskID: string; name: string; error: VisavisError };
  /** "started", "start_failed", "stopped" or "stop_failed". */
  pushtotalk: { answer: string };
  voicechatchange: VoiceChatState;
  /** A text that will not be said: interrupted before it began. */
  taskdropped: { taskID: string };
  /** A text that cannot be said, a message that the server did not understand, or a microphone that went away. */
  problem: { taskID: string; error: VisavisError };
  /** ms from asking to hearing. */
  latency: { elapsed: number };
  stats: SessionStatistics;
  /** Before attempt number `attempt`, which comes in `wait` ms. */
  reconnecting: { attempt: number; wait: number; error: VisavisError };
  /** The server will end the session in `remaining` ms. */
  sessionending: { reason: string; remaining: number | null };
  /** Nothing more can be done; `end` follows. */
  error: VisavisError;
  /** "stopped", the server's reason ("idle_timeout", "max_duration_reached", …) or an error's code. */
  end: { reason: string; error?: VisavisError };
}

export class AvatarSession extends EventTarget {
  constructor(options: SessionOptions);
  get state(): SessionState;
  get sessionID(): string | null;
  get stream(): MediaStream | null;
  get isTalking(): boolean;
  stats(): SessionStatistics | null;
  start(options?: { signal?: AbortSignal }): Promise<void>;
  stop(): Promise<void>;
  speak(
    text: string, options?: { mode?: "repeat" | "talk"; signal?: AbortSignal },
  ): Promise<{ taskID: string; duration: number | null }>;
  ask(text: string, options?: { signal?: AbortSignal }): Promise<{ taskID: string; duration: number | null }>;
  interrupt(options?: { signal?: AbortSignal }): Promise<void>;
  listen(on: boolean, options?: { signal?: AbortSignal }): Promise<void>;
  /** Rejects with `microphone_denied`, `microphone_missing`, `microphone_busy`, `insecure_page`, … */
  startVoiceChat(wish?: { pushToTalk?: boolean; device?: string | null; signal?: AbortSignal }): Promise<void>;
  stopVoiceChat(): void;
  muteMicrophone(isMuted: boolean): void;
  readonly pushToTalk: PushToTalk;
  get voiceChat(): VoiceChatState;
  /** 0…1 */
  get voiceLevel(): number;
  on<Type extends keyof SessionEvents>(type: Type, listener: (detail: SessionEvents[Type]) => void): () => void;
  addEventListener<Type extends keyof SessionEvents>(
    type: Type, listener: (event: CustomEvent<SessionEvents[Type]>) => void,
    options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions): void;
}

export interface AvatarDescription {
  id: string;
  name: string;
  /** A voice's id. */
  defaultVoice: string | null;
  /** Address of a picture. */
  poster: string;
}

export interface VoiceDescription {
  id: string;
  name: string;
  /** BCP 47 tag. */
  language: string;
  gender: string;
  /** Address of a sound, where there is one. */
  preview: string | null;
}

/** The server's lists; sessions are better made through AvatarSession. */
export class StreamingAPI {
  constructor(baseURL?: string);
  url(path: string): string;
  avatars(token: string, options?: { signal?: AbortSignal }): Promise<AvatarDescription[]>;
  voices(token: string, options?: { signal?: AbortSignal }): Promise<VoiceDescription[]>;
  poster(avatarID: string): string;
}

/** A microphone without a session, for a test of it; and the list of those there are. */
export class Microphone extends EventTarget {
  /** Before the visitor has allowed one they have no names of their own. */
  static list(): Promise<MicrophoneDescription[]>;
  get track(): MediaStreamTrack | null;
  get device(): string | null;
  /** 0…1 */
  get level(): number;
  open(choice?: { device?: string | null; signal?: AbortSignal }): Promise<MediaStreamTrack>;
  close(): void;
}

/** Events of the element: those of its session, and these. */
export interface ElementEvents extends Omit<SessionEvents, "stream" | "streamend"> {
  /** The first frame of a connection is on the screen. */
  reveal: null;
  silencechange: { isSilent: boolean };
  pictureresize: { width: number; height: number } | null;
}

/**
 * `<visavis-avatar>`. Attributes [config]: base-url, avatar, voice, quality, transport, session-id, poster, muted,
 * autostart; [info]: state.
 */
export class VisavisAvatarElement extends HTMLElement {
  /** [config] */
  token: SessionOptions["token"] | null;
  /** [config] Over what the attributes say. */
  options: Partial<SessionOptions>;
  /** [info] */
  get session(): AvatarSession | null;
  /** [info] */
  get state(): SessionState;
  /** [info] */
  get isSilent(): boolean;
  /** [info] */
  get pictureSize(): { width: number; height: number } | null;
  start(options?: { signal?: AbortSignal }): Promise<void>;
  stop(): Promise<void>;
  speak(
    text: string, options?: { mode?: "repeat" | "talk"; signal?: AbortSignal },
  ): Promise<{ taskID: string; duration: number | null }>;
  ask(text: string, options?: { signal?: AbortSignal }): Promise<{ taskID: string; duration: number | null }>;
  interrupt(options?: { signal?: AbortSignal }): Promise<void>;
  listen(on: boolean, options?: { signal?: AbortSignal }): Promise<void>;
  startVoiceChat(wish?: { pushToTalk?: boolean; device?: string | null; signal?: AbortSignal }): Promise<void>;
  stopVoiceChat(): void;
  unmute(): void;
  addEventListener<Type extends keyof ElementEvents>(
    type: Type, listener: (event: CustomEvent<ElementEvents[Type]>) => void,
    options?: boolean | AddEventListenerOptions): void;
  addEventListener<Type extends keyof HTMLElementEventMap>(
    type: Type, listener: (event: HTMLElementEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "visavis-avatar": VisavisAvatarElement;
  }
}
