internal import Foundation
internal import StandIns

/// End of a visitor's speech → first avatar audio, decoded at the receiver.
extension ConversationBench {
    private static let questions = 100
    private static let modelQuestions = 40
    /// Questions of one visit.
    private static let perVisit = 20

    func measureAnswers(into report: inout BenchReport) async throws {
        let asked = try questions(trials(Self.questions))
        let answers = try await server().run { server, client in
            try await server.learn(documents(), with: options.executable)
            return try await converse(asked, client, .answers)
        }
        show(answers, "built-in", p50: 700, p95: 1200, into: &report)
        let pairs = zip(asked, answers)
        let first = pairs.count { question, answer in answer.sources.first.map(question.isAnswered(by:)) ?? false }
        let any = pairs.count { question, answer in answer.sources.contains(where: question.isAnswered(by:)) }
        report.explain("built-in: answered with the right passage first", share(first, of: answers), "%")
        report.explain("built-in: the right passage among those used", share(any, of: answers), "%")
        let without = answers.count { $0.sources.isEmpty }
        report.explain("built-in: answered without a passage", share(without, of: answers), "%")
    }

    func measureModel(into report: inout BenchReport) async throws {
        // A token in 20 ms is 50 a second.
        let model = try StandInProvider(
            StandInScript(
                firstDelay: .milliseconds(200), delay: .milliseconds(20),
                otherwise: """
                    That depends on the day you come, but I can tell you what I have here. Please ask at the desk for \
                    the rest of it.
                    """))
        defer { model.stop() }
        let asked = try questions(trials(Self.modelQuestions))
        let environment = ["VISAVIS_MODEL_URL": model.url, "VISAVIS_MODEL": "stand-in"]
        let answers = try await server(environment).run { server, client in
            try await server.learn(documents(), with: options.executable)
            return try await converse(asked, client, .model)
        }
        guard model.requests.contains(where: { $0.path.hasSuffix("/chat/completions") }) else {
            throw LiveBenchError.missed("the server's first request to the model")
        }
        show(answers, "model", p50: 800, p95: nil, into: &report)
    }

    /// One visit after the other asks its share.
    private func converse(
        _ questions: [AskedQuestion], _ client: V1Client, _ figure: ConversationFigure
    ) async throws -> [HeardAnswer] {
        var answers: [HeardAnswer] = []
        while answers.count < questions.count {
            let visitor = try await Visitor.open(client, avatar: options.avatar, seed: UInt64(answers.count))
            do {
                // The first question of a server loads what others find loaded.
                if answers.isEmpty { _ = try await visitor.ask(try await speech("Can you hear me now?", 0)) }
                for number in answers.count..<min(answers.count + Self.perVisit, questions.count) {
                    progress(figure.title, Double(number) / Double(questions.count))
                    let answer = try await visitor.ask(try await speech(questions[number].text, number))
                    answers.append(answer)
                    let delay = answer.isEarly ? "before its end" : "\(BenchReport.short(answer.delay)) ms"
                    let fault = answer.faults.first.map { ", \($0)" } ?? ""
                    progress("\(questions[number].text) → \(answer.heard ?? "nothing"): \(delay)\(fault)", nil)
                }
                await visitor.close()
            } catch {
                await visitor.close()
                throw error
            }
        }
        return answers
    }

    func speech(_ text: String, _ number: Int) async throws -> VisitorSpeech {
        try await VisitorSpeech.spoken(text, number: number, by: voices)
    }

    private func show(
        _ answers: [HeardAnswer], _ name: String, p50: Double, p95: Double?, into report: inout BenchReport
    ) {
        let onTime = answers.filter { !$0.isEarly }
        let delays = onTime.map(\.delay)
        report.measure(
            "\(name): end of speech → avatar audio, p50", Statistics.quantile(0.5, of: delays), "ms", .atMost(p50))
        let late = Statistics.quantile(0.95, of: delays)
        if let p95 {
            report.measure("\(name): end of speech → avatar audio, p95", late, "ms", .atMost(p95))
        } else {
            report.explain("\(name): end of speech → avatar audio, p95", late, "ms")
        }
        for (stage, values) in StageTimes.split(onTime.map { ($0.stages, $0.delay) }) {
            report.explain("\(name): \(stage), p50", Statistics.quantile(0.5, of: values), "ms")
            report.explain("\(name): \(stage), p95", Statistics.quantile(0.95, of: values), "ms")
        }
        report.explain("\(name): questions", Double(answers.count), "")
        report.explain("\(name): questions she answered before their end", Double(answers.count - onTime.count), "")
        report.explain("\(name): questions without an answer", Double(onTime.count { !$0.delay.isFinite }), "")
        report.explain("\(name): questions that were heard", share(answers.count { $0.heard != nil }, of: answers), "%")
    }

    private func share(_ count: Int, of answers: [HeardAnswer]) -> Double {
        answers.isEmpty ? .nan : 100 * Double(count) / Double(answers.count)
    }
}
