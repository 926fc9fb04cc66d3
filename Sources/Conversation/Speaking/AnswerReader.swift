internal import Core
internal import Synchronization

/// Reads an answer as it is written and hands on its clauses.
struct AnswerReader: Sendable {
    enum Item: Equatable, Sendable {
        case clause(String)
        /// The text broke off, or there was none; the last item.
        case fault(ProviderError)
    }

    private struct Cut {
        var prose = PlainProse()
        var cutter: ClauseCutter
        var fragments = 0
        var characters = 0
        /// Something that can be said was among it.
        var hasText = false
    }

    private let answer: SpokenAnswer
    private let output: AsyncStream<Item>.Continuation

    init(_ answer: SpokenAnswer, into output: AsyncStream<Item>.Continuation) {
        (self.answer, self.output) = (answer, output)
    }

    /// To the end of the text, or until the task is cancelled.
    func read() async {
        let cut = Shared(Cut(cutter: ClauseCutter(answer.settings.lengths)))
        var watch: Task<Void, Never>?
        var fault: ProviderError?
        do {
            for try await fragment in answer.text where !fragment.isEmpty {
                watch?.cancel()
                if cut.withLock({ $0.fragments == 0 }) { answer.onMilestone(.text) }
                let count = cut.withLock { cut in
                    cut.fragments += 1
                    cut.characters += fragment.count
                    hand(cut.cutter.push(cut.prose.push(fragment)), &cut)
                    return cut.cutter.isWorthPausing ? cut.fragments : nil
                }
                if cut.withLock({ $0.characters }) > answer.settings.longest { break }
                watch = count.map { count in
                    Task {
                        guard (try? await answer.settings.sleep(answer.settings.pause)) != nil else { return }
                        cut.withLock { cut in
                            guard cut.fragments == count, !Task.isCancelled, let clause = cut.cutter.pause() else {
                                return
                            }
                            hand([clause], &cut)
                        }
                    }
                }
            }
        } catch is CancellationError {
            fault = nil
        } catch {
            fault = error as? ProviderError ?? ProviderError(.thinking, "answerer", .cut)
        }
        watch?.cancel()
        await watch?.value
        cut.withLock { cut in
            hand(cut.cutter.push(cut.prose.finish()), &cut)
            if let rest = cut.cutter.finish() { hand([rest], &cut) }
            if fault == nil, !cut.hasText, !Task.isCancelled { fault = ProviderError(.thinking, "answerer", .empty) }
            if let fault { output.yield(.fault(fault)) }
        }
        output.finish()
    }

    private func hand(_ clauses: [String], _ cut: inout Cut) {
        for clause in clauses where !clause.allSatisfy(\.isWhitespace) {
            if clause.contains(where: { $0.isLetter || $0.isNumber }) { cut.hasText = true }
            output.yield(.clause(clause))
        }
    }
}

/// A value that two tasks change in turn.
final class Shared<Value>: Sendable {
    private let value: Mutex<Value>
    init(_ value: sending Value) { self.value = Mutex(value) }
    func withLock<Result>(_ body: (inout sending Value) -> sending Result) -> sending Result { value.withLock(body) }
}
