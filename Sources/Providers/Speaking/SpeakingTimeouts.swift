internal import HTTP

/// How long a voice may take: whoever waits for an answer hears silence meanwhile.
package struct SpeakingTimeouts: Equatable, Sendable {
    package var connect: Duration
    /// From the request to the first sound.
    package var first: Duration
    /// Between two pieces of sound.
    package var idle: Duration

    /// - Parameter silence: To the first sound, and between two pieces of it.
    package init(silence: Duration = .seconds(4)) {
        (connect, first, idle) = (min(.seconds(3), silence), silence, silence)
    }

    var http: HTTPTimeouts {
        HTTPTimeouts(connect: connect, firstByte: first, idle: idle, total: .seconds(120))
    }
}
