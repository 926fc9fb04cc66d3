/// A form with a file (RFC 7578).
struct MultipartForm {
    private let boundary: String
    private var body: [UInt8] = []

    /// - Parameter boundary: Must not occur in what is added; a random one cannot be guessed to.
    init(boundary: String = "visavis-" + String(UInt64.random(in: .min ... .max), radix: 36)) {
        self.boundary = boundary
    }

    var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    mutating func add(_ name: String, _ value: String) {
        part("form-data; name=\"\(name)\"", type: nil, Array(value.utf8))
    }

    mutating func add(_ name: String, file: String, type: String, _ content: [UInt8]) {
        part("form-data; name=\"\(name)\"; filename=\"\(file)\"", type: type, content)
    }

    /// The whole form.
    var bytes: [UInt8] { body + Array("--\(boundary)--\r\n".utf8) }

    private mutating func part(_ disposition: String, type: String?, _ content: [UInt8]) {
        body += "--\(boundary)\r\nContent-Disposition: \(disposition)\r\n".utf8
        if let type { body += "Content-Type: \(type)\r\n".utf8 }
        body += "\r\n".utf8
        body += content
        body += "\r\n".utf8
    }
}
