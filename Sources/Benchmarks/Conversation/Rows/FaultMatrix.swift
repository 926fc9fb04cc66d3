package import StandIns

/// The faults of providers that a session must survive, by the part of the conversation they befall.
package enum FaultMatrix {
    /// What a stand-in stands in for.
    package enum Part: String, CaseIterable, Sendable {
        case asr, llm, tts
    }

    package struct Cell: Equatable, Sendable {
        package var part: Part
        package var name: String
        package var fault: StandInScript.Fault

        /// `asr × cut stream`.
        package var title: String { "\(part.rawValue) × \(name)" }
    }

    private static let faults: [(name: String, fault: StandInScript.Fault)] = [
        ("refused", .refused), ("slow", .slow), ("401", .unauthorized), ("429", .rateLimited(retryAfter: nil)),
        ("500", .serverFailed), ("cut stream", .cut), ("garbage", .garbage), ("wrong sample rate", .wrongSampleRate),
    ]

    /// What makes no sense, by its title, and why.
    package static let leftOut = ["llm × wrong sample rate": "a language model is sent no sound and sends none"]

    package static let cells: [Cell] = Part.allCases.flatMap { part in
        faults.map { Cell(part: part, name: $0.name, fault: $0.fault) }
    }.filter { leftOut[$0.title] == nil }
}
