internal import Conversation
internal import Core
internal import Speech

/// What of a conversation can be changed while it runs.
package enum ConversationChange: Equatable, Sendable {
    /// Whether she speaks up when nobody does; nil: as the server is set.
    case answersSilence(Bool?)
    /// BCP 47, what the visitor speaks from now on; nil: what the session began with.
    case language(String?)
}

extension Session {
    /// What a visitor is saying in another language is forgotten.
    package func change(_ change: ConversationChange) throws(SessionError) {
        _ = try life.admitCommand()
        switch change {
        case .answersSilence(let wish):
            converse(.silence(equipment.conversation.settings.silence(whenWished: wish)))
        case .language(let language):
            let language = language ?? card.language
            guard language != self.language else { return }
            self.language = language
            // The next sound makes new ones.
            for speaker in ears.keys.sorted() { leave(speaker) }
        }
    }

    /// Writes once what of a voice's settings has no effect.
    func noteIgnored(of voice: VoiceChoice) {
        guard !hasNotedVoice, let note = equipment.voices.note(on: voice) else { return }
        hasNotedVoice = true
        equipment.log(.info, "voice settings ignored", ["session": card.id, "note": note])
    }
}
