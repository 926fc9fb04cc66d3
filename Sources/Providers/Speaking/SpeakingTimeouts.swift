internal import HTTP

/// How long a voice may take: whoever waits for an answer hears silence meanwhile.
package struct SpeakingTimeouts: Equatable, Sendable {
    package var connect: Duration = .seconds(3)
    /// To the first sound.
    package var first: Duration = .seconds(4)
    /// Between two pieces of sound.
    package var idle: Duration = .seconds(4)

    package init() {}

    var http: HTTPTimeouts {
        HTTPTimeouts(connect: connect, firstByte: first, idle: idle, total: .seconds(120))
    }
}
