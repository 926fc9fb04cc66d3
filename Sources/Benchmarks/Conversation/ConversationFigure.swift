/// A group of rows of `bench conversation` that is measured together, in the order of the table.
package enum ConversationFigure: String, CaseIterable, Sendable {
    case answers, model, interruptions, backchannels, turns, listening, recognition, knowledge, corpus, faults

    /// What a person reads while it is measured, and in the reason when it cannot be.
    package var title: String {
        switch self {
        case .answers: "end of speech → first avatar audio, built-in parts"
        case .model: "end of speech → first avatar audio, streaming model"
        case .interruptions: "visitor's first sample → avatar silent"
        case .backchannels: "back-channels in a session"
        case .turns: "turn ends"
        case .listening: "interruptions, back-channels and echo at the ear"
        case .recognition: "words misheard"
        case .knowledge: "right passages"
        case .corpus: "10 000 documents"
        case .faults: "provider faults"
        }
    }
}
