package import Conversation

/// Where nothing else can answer: says that she does not know.
package struct PlainAnswerer: Answerer {
    package let name = "none"

    package init() {}

    package func answer(_ question: Question) -> AsyncThrowingStream<AnswerPart, any Error> {
        AsyncThrowingStream { parts in
            parts.yield(.text(Phrases(language: question.language).unknown))
            parts.finish()
        }
    }
}
