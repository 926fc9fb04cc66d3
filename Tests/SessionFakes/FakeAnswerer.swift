package import Conversation
internal import Core
internal import Synchronization

/// Answers by itself with what was said, or, when `isScripted`, with what the test gives it.
package final class FakeAnswerer: Answerer {
    package let name = "fake"
    private let isScripted: Bool
    /// Every question, one consumer.
    package let questions: AsyncStream<Asked>
    private let question: AsyncStream<Asked>.Continuation

    /// One question, and the way to answer it.
    package struct Asked: Sendable {
        package let question: Question
        package let parts: AsyncThrowingStream<AnswerPart, any Error>.Continuation
        private let end: AsyncStream<Void>

        init(
            question: Question, parts: AsyncThrowingStream<AnswerPart, any Error>.Continuation, end: AsyncStream<Void>
        ) {
            self.question = question
            self.parts = parts
            self.end = end
        }

        package func answer(_ texts: String...) {
            for text in texts { parts.yield(.text(text)) }
            parts.finish()
        }

        /// Returns when nobody waits for the answer any more.
        package func isAbandoned() async { for await _ in end {} }
    }

    package init(isScripted: Bool = true) {
        self.isScripted = isScripted
        (questions, question) = AsyncStream.makeStream()
    }

    package func answer(_ asked: Question) -> AsyncThrowingStream<AnswerPart, any Error> {
        let (stream, parts) = AsyncThrowingStream.makeStream(of: AnswerPart.self)
        let (end, ended) = AsyncStream.makeStream(of: Void.self)
        parts.onTermination = { _ in ended.finish() }
        let item = Asked(question: asked, parts: parts, end: end)
        if !isScripted { item.answer("You said: ", asked.text) }
        question.yield(item)
        return stream
    }
}
