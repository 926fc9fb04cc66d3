internal import Foundation

/// The first line of a session with the helper; see `Tools/tracker/tracker.py` for the meaning of each field.
struct HelperRequest: Encodable {
    var `protocol` = 1
    var mode: String
    var width: Int
    var height: Int
    var workingHeight: Int?
    var countEvery: Int?
    var handsEvery: Int?
}

private struct HelperReady: Decodable {
    var `protocol`: Int
    var ready: Bool
    var recordBytes: Int
}

extension HelperProcess {
    /// Starts a helper and tells it its job. Returns before its models are loaded.
    convenience init(_ installation: TrackerInstallation, request: HelperRequest) throws(TrackerError) {
        try self.init(installation)
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        guard let line = try? encoder.encode(request) else { throw .startFailed(reason: "request not encodable") }
        try write(line + [10])
    }

    /// Waits until the models are loaded.
    ///
    /// - Throws: ``TrackerError/protocolMismatch(detail:)`` when records would not have `recordBytes` bytes.
    func waitUntilReady(recordBytes: Int) throws(TrackerError) {
        let line = try takeLine()
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let answer = try? decoder.decode(HelperReady.self, from: Data(line.utf8)), answer.ready,
            answer.protocol == 1, answer.recordBytes == recordBytes
        else { throw .protocolMismatch(detail: String(line.prefix(80))) }
    }
}
