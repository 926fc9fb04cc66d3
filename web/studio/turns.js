/**
 * Writes what both say, as the element tells it, into the conversation and over the picture.
 * @param {import("../sdk/index.js").VisavisAvatarElement} avatar
 * @param {import("./conversation.js").Conversation} conversation
 * @param {import("./captions.js").Captions} captions
 */
export function followTurns(avatar, conversation, captions) {
  /** @type {string | null} */
  let session = null;
  avatar.addEventListener("statechange", ({ detail: { state } }) => {
    if (state === "connected") {
      const now = avatar.session?.sessionID ?? null;
      if (now !== session) conversation.begin();
      session = now;
      return;
    }
    // She will not finish what is open.
    conversation.settle();
    captions.hear("");
  });
  avatar.addEventListener("usertranscript", ({ detail: { turnID, text, isFinal } }) => {
    conversation.hear(turnID, text, isFinal);
    captions.hear(text, isFinal);
  });
  avatar.addEventListener("userstop", ({ detail: { turnID } }) => conversation.heardNothing(turnID));
  avatar.addEventListener("thinking", ({ detail: { taskID } }) => conversation.think(taskID));
  avatar.addEventListener("sources", ({ detail: { taskID, sources } }) => conversation.rest(taskID, sources));
  avatar.addEventListener("turnlatency", ({ detail: { taskID, stages } }) => conversation.time(taskID, stages));
  avatar.addEventListener("talkingstart", () => captions.hear(""));
  avatar.addEventListener("caption", ({ detail }) => {
    captions.add(detail);
    conversation.say(detail);
  });
  avatar.addEventListener("talkingend", () => captions.end());
  avatar.addEventListener("interrupted", ({ detail: { taskID, lastWord } }) => {
    conversation.breakOff(taskID, lastWord);
    captions.clear();
  });
  avatar.addEventListener("taskdropped", ({ detail: { taskID } }) => conversation.drop(taskID));
  avatar.addEventListener("usersilence", () => conversation.note("Nobody has spoken for a while."));
  avatar.addEventListener("end", () => captions.clear());
}
