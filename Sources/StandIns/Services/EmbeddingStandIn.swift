/// OpenAI's `/v1/embeddings`. Vectors count a text's letters, so that equal texts have equal ones.
extension StandInExchange {
    func embeddings() -> Bool {
        let input = request.json["input"]
        let texts = input as? [String] ?? (input as? String).map { [$0] } ?? []
        guard connection.wait(script.firstDelay) else { return false }
        let length = script.fault == .wrongSampleRate ? script.dimensions + 1 : script.dimensions
        var data = texts.enumerated().map { index, text in
            ["object": "embedding", "index": index, "embedding": Self.vector(of: text, length: length)] as [String: Any]
        }
        // The order is told by the index alone.
        data.reverse()
        if script.fault == .empty { data = [] }
        let body = StandInJSON.bytes(["object": "list", "model": "stand-in", "data": data])
        switch script.fault {
        case .garbage: return respond(Array("[]".utf8))
        case .cut, .stalled:
            let half = body.count / 2
            return stream([Array(body.prefix(half)), Array(body.dropFirst(half))], type: "application/json")
        default: return respond(body)
        }
    }

    private static func vector(of text: String, length: Int) -> [Double] {
        var vector = [Double](repeating: 0, count: length)
        for scalar in text.lowercased().unicodeScalars { vector[Int(scalar.value) % length] += 1 }
        return vector
    }
}
