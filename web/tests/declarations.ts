// Checked by tsc, never run: what index.d.ts promises is what the modules have.
import type * as declared from "../sdk/index.js";
import { StreamingAPI } from "../sdk/api.js";
import { FORWARDED, VisavisAvatarElement } from "../sdk/element.js";
import { VisavisError } from "../sdk/errors.js";
import { Microphone } from "../sdk/microphone.js";
import { AvatarSession } from "../sdk/session.js";

// What the element tells on is all that a session tells, but its streams.
type Forwarded = typeof FORWARDED[number];
export const nothingIsForgotten: Exclude<keyof declared.SessionEvents, "stream" | "streamend"> extends Forwarded
  ? true : never = true;

// The declarations know which event has which detail; the implementations inherit the general methods.
type Typed = "addEventListener" | "on" | "session";
type Plain<Class> = { [Name in keyof Class as Name extends Typed ? never : Name]: Class[Name] };

export const classes: {
  session: new (options: declared.SessionOptions) => Plain<declared.AvatarSession>;
  api: typeof declared.StreamingAPI;
  error: typeof declared.VisavisError;
  element: new () => Plain<declared.VisavisAvatarElement>;
  microphone: typeof declared.Microphone;
} = {
  microphone: Microphone, session: AvatarSession, api: StreamingAPI, error: VisavisError, element: VisavisAvatarElement };
