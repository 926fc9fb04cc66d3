internal import Foundation

/// The files of a `multipart/form-data` body (RFC 7578), and its plain fields.
struct FormData: Equatable {
    struct File: Equatable {
        var name: String
        var mediaType: String?
        var bytes: [UInt8]
    }

    private(set) var files: [File] = []
    private(set) var fields: [String: String] = [:]

    /// Parts of one body.
    static let partLimit = 64
    private static let headLimit = 8192
    private static let fieldLimit = 64 << 10

    /// - Parameter contentType: With its boundary.
    init(_ body: [UInt8], contentType: String) throws(RequestError) {
        guard let boundary = Self.parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count) else {
            throw .unsupported("The Content-Type multipart/form-data names no boundary.")
        }
        let data = Data(body)
        // A boundary stands at the beginning of a line (RFC 2046 §5.1.1); the first one may be the body's beginning.
        let delimiter = Data(("\r\n--" + boundary).utf8)
        var place = 0
        if !data.starts(with: delimiter.dropFirst(2)) {
            guard let first = data.range(of: delimiter) else { throw Self.damaged }
            place = first.upperBound
        } else {
            place = delimiter.count - 2
        }
        var parts = 0
        while !data[place...].starts(with: Data("--".utf8)) {
            // Blanks may follow a boundary on its line.
            guard let lineEnd = data.range(of: Data("\r\n".utf8), in: place..<min(data.count, place + 128)) else {
                throw Self.damaged
            }
            guard let next = data.range(of: delimiter, in: (lineEnd.upperBound - 2)..<data.count) else {
                throw Self.damaged
            }
            parts += 1
            guard parts <= Self.partLimit else {
                throw .outOfRange(field: "body", allowed: "at most \(Self.partLimit) parts")
            }
            try take(data, lineEnd.upperBound..<max(lineEnd.upperBound, next.lowerBound))
            place = next.upperBound
        }
    }

    private mutating func take(_ data: Data, _ part: Range<Int>) throws(RequestError) {
        let headEnd = data.range(
            of: Data("\r\n\r\n".utf8), in: part.lowerBound..<min(part.upperBound, part.lowerBound + Self.headLimit))
        guard let headEnd else { throw Self.damaged }
        var (disposition, mediaType) = ("", String?.none)
        for line in String(decoding: data[part.lowerBound..<headEnd.lowerBound], as: UTF8.self).split(separator: "\r\n")
        {
            guard let colon = line.firstIndex(of: ":") else { throw Self.damaged }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            switch line[..<colon].lowercased() {
            case "content-disposition": disposition = value
            case "content-type": mediaType = value
            default: break
            }
        }
        let bytes = [UInt8](data[headEnd.upperBound..<max(headEnd.upperBound, part.upperBound)])
        if let name = Self.parameter("filename", of: disposition) {
            files.append(File(name: name, mediaType: mediaType, bytes: bytes))
        } else if let name = Self.parameter("name", of: disposition) {
            guard bytes.count <= Self.fieldLimit else {
                throw .outOfRange(field: name, allowed: "at most \(Self.fieldLimit) bytes")
            }
            fields[name] = String(decoding: bytes, as: UTF8.self)
        }
    }

    /// `name="value"` or `name=value` of a header field; quoted pairs are undone (RFC 9110 §5.6.4), and %22 as browsers
    /// write quotes.
    static func parameter(_ name: String, of field: String) -> String? {
        var rest = field[...]
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let isIt = rest[..<equals].lowercased() == name
            rest = rest[rest.index(after: equals)...]
            var value = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                while let character = rest.popFirst(), character != "\"" {
                    if character == "\\", let next = rest.first, next == "\"" || next == "\\" {
                        value.append(next)
                        rest = rest.dropFirst()
                    } else {
                        value.append(character)
                    }
                }
            } else {
                value = String(rest.prefix { $0 != ";" && $0 != " " })
                rest = rest.dropFirst(value.count)
            }
            if isIt { return value.replacing("%22", with: "\"") }
        }
        return nil
    }

    private static let damaged = RequestError.unsupported(
        "The body is not the multipart/form-data that its Content-Type promises.")
}
