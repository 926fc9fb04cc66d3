internal import Foundation

/// The files of a streaming model in a folder, by the names under which such models are published.
struct SherpaModel: Sendable {
    enum Network: Equatable, Sendable {
        case transducer(encoder: String, decoder: String, joiner: String)
        case zipformerCTC(String)
        case nemoCTC(String)
    }

    private static let sampleRate = 16_000
    private static let largestTokens = 16 << 20

    let folder: String
    let tokens: String
    let network: Network
    /// It knows no small letters; what it writes is made small.
    let shouts: Bool
    /// Silence after the last word until the model has heard all of it, in samples.
    let tail: Int

    init(folder path: String) throws(SherpaError) {
        folder = path
        let url = URL(fileURLWithPath: path, isDirectory: true)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw .folderMissing(path: path)
        }
        guard names.contains("tokens.txt") else { throw .fileMissing(folder: path, what: "tokens.txt") }
        let models = names.filter { $0.hasSuffix(".onnx") }.sorted()
        guard !models.isEmpty else { throw .fileMissing(folder: path, what: "*.onnx") }
        let tokens = url.appending(path: "tokens.txt")
        shouts = try Self.shouts(tokens)
        self.tokens = tokens.path

        let metadata: ModelMetadata
        if models.contains(where: { Self.plays("encoder", $0) }) {
            var parts: [String] = []
            // A decoder gains nothing from small weights, and the encoder is nearly all of the work.
            for (part, prefersSmall) in [("encoder", true), ("decoder", false), ("joiner", true)] {
                let found = models.filter { Self.plays(part, $0) }
                guard let name = found.first(where: { $0.contains("int8") == prefersSmall }) ?? found.first else {
                    throw .fileMissing(folder: path, what: "\(part)*.onnx")
                }
                parts.append(url.appending(path: name).path)
            }
            metadata = try ModelMetadata(of: URL(fileURLWithPath: parts[0]))
            for part in parts.dropFirst() { _ = try ModelMetadata(of: URL(fileURLWithPath: part)) }
            guard metadata.has(["decode_chunk_len", "T"]) || metadata.has(["window_size", "chunk_shift"]) else {
                throw .badFile(path: parts[0], reason: "it does not say how much it hears at once")
            }
            network = .transducer(encoder: parts[0], decoder: parts[1], joiner: parts[2])
        } else {
            let file = url.appending(path: models.first { $0.contains("int8") } ?? models[0])
            metadata = try ModelMetadata(of: file)
            if metadata.has(["decode_chunk_len", "T", "query_head_dims"]) {
                network = .zipformerCTC(file.path)
            } else if metadata.has(["window_size", "chunk_shift", "vocab_size", "cache_last_channel_dim1"]) {
                network = .nemoCTC(file.path)
            } else {
                throw .badFile(
                    path: file.path, reason: "it is neither a streaming Zipformer nor a streaming NeMo model with CTC")
            }
        }
        // A window beyond the last word, and 100 ms for what the features' own windows hold back.
        tail = (min(max(metadata.window ?? 0, 0), 400) + 10) * Self.sampleRate / 100
    }

    private static func plays(_ part: String, _ name: String) -> Bool { name.lowercased().contains(part) }

    /// Whether no token has a small letter. One token and its number per line; those in angle brackets mean no text.
    private static func shouts(_ file: URL) throws(SherpaError) -> Bool {
        let bad = { SherpaError.badFile(path: file.path, reason: $0) }
        guard let data = try? Data(contentsOf: file, options: .alwaysMapped), data.count <= largestTokens else {
            throw bad("it cannot be read, or is larger than 16 MB")
        }
        var (hasBlank, hasLarge, hasSmall) = (false, false, false)
        for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let token = line.prefix { $0 != " " && $0 != "\t" }
            if ["<blk>", "<eps>", "<blank>"].contains(token) { hasBlank = true }
            if token.hasPrefix("<") { continue }
            hasLarge = hasLarge || token.contains { $0.isUppercase }
            hasSmall = hasSmall || token.contains { $0.isLowercase }
        }
        guard hasBlank else { throw bad("it names no <blk>") }
        return hasLarge && !hasSmall
    }
}
