/** The client library of Visavis; docs/sdk.md shows its use. */
export { StreamingAPI } from "./api.js";
export { VisavisAvatarElement } from "./element.js";
export { VisavisError, isAbort } from "./errors.js";
export { Microphone } from "./microphone.js";
export { AvatarSession } from "./session.js";
