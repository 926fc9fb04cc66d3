internal import Core

/// Stands for a recogniser that does not understand the session's language: every utterance ends with an error that
/// says so, instead of with words that were never said.
package struct UnknownLanguage: SpeechRecogniser {
    package let name: String
    package let languages: Set<String>? = []

    package init(of recogniser: any SpeechRecogniser) { name = recogniser.name }

    package func transcribe(_ request: RecognitionRequest) -> any Transcription {
        Refusal(ProviderError(.listening, name, .languageUnknown(request.language ?? "")))
    }

    private final class Refusal: Transcription {
        let results: AsyncThrowingStream<RecognisedText, any Error>
        private let continuation: AsyncThrowingStream<RecognisedText, any Error>.Continuation
        private let error: ProviderError

        init(_ error: ProviderError) {
            self.error = error
            (results, continuation) = AsyncThrowingStream.makeStream()
        }

        func feed(_ samples: [Int16]) {}
        /// Not before: what is no turn needs no error.
        func finish(weighing choices: [[String]]) { continuation.finish(throwing: error) }
        func cancel() { continuation.finish() }
    }
}
