internal import Foundation

/// What the decoding process shall do; its only argument, as JSON.
struct DecodeRequest: Codable, Equatable {
    enum Job: Codable, Equatable {
        case probe(MediaLimits)
        case video(VideoJob)
        case audio(AudioJob)
    }
    var path: String
    var job: Job
}

/// Pictures at a constant rate, of one size.
struct VideoJob: Codable, Equatable {
    /// After rotation.
    var size: PictureSize
    /// Degrees clockwise.
    var rotation: Int
    var framesPerSecond: Int
    /// Seconds on the file's clock.
    var start: Double
    var end: Double
}

/// Mono sound from time 0 of the file.
struct AudioJob: Codable, Equatable {
    var sampleRate: Int
    /// Seconds; what comes later is left out.
    var end: Double
}

func toJSON(_ value: some Encodable) -> [UInt8] {
    // Only our own value types are given here, and none of them can fail to encode except by a non-finite number.
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return (try? encoder.encode(value)).map(Array.init) ?? []
}

func fromJSON<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(bytes))
}
