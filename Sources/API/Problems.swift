internal import Core
internal import Cryptography
internal import Foundation
internal import HTTP
internal import Knowledge
internal import Media
internal import Sessions
internal import Speech
internal import Storage

/// An error as clients see it. This file is the only place where an error becomes a status and a code.
package struct Problem: Equatable, Sendable {
    package var status: Int
    /// As HeyGen numbers them; 400xxx and 10xxx.
    package var code: Int
    /// The same for programs that prefer words; also a metrics label, so a small fixed set.
    package var name: String
    package var message: String

    init(_ status: Int, _ code: Int, _ name: String, _ message: String) {
        self.status = status
        self.code = code
        self.name = name
        self.message = message
    }
}

extension Problem {
    package init(_ error: any Error) {
        switch error {
        case let error as RequestError: self.init(error)
        case let error as SessionError: self.init(error)
        case let error as SpeechError: self.init(error)
        case let error as PeerError: self.init(error)
        case let error as IngestionError: self.init(error)
        case let error as LinkError: self.init(error)
        case let error as ProviderError: self.init(502, 400009, error.name, error.description)
        case is SealError: self.init(500, 500, "secret_unreadable", "\(error)")
        case StorageError.busy: self.init(503, 503, "database_busy", "The database is busy; try again in a moment.")
        case StorageError.diskFull: self.init(507, 507, "disk_full", "The disk of the server's data folder is full.")
        case is CancellationError: self.init(503, 503, "cancelled", "The request took too long.")
        default: self.init(500, 500, "internal", "Something went wrong here; the server's log says what.")
        }
    }

    private init(_ error: RequestError) {
        let text = error.description
        switch error {
        case .badJSON, .notAnObject: self.init(400, 400128, "bad_json", text)
        case .missing, .wrongType, .outOfRange, .unknownChoice: self.init(400, 400128, "invalid_parameter", text)
        case .unknownVoice: self.init(400, 400128, "voice_not_found", text)
        case .unsupported: self.init(400, 400128, "unsupported", text)
        case .unauthorized: self.init(401, 400112, "unauthorized", text)
        case .forbidden: self.init(403, 400599, "forbidden", text)
        case .tooManyRequests: self.init(429, 400123, "rate_limit_exceeded", text)
        case .unsupportedMediaType: self.init(415, 400128, "unsupported_media_type", text)
        case .unacceptable: self.init(406, 400128, "not_acceptable", text)
        case .preconditionFailed: self.init(412, 400128, "precondition_failed", text)
        case .preconditionRequired: self.init(428, 400128, "precondition_required", text)
        case .restartNotPossible: self.init(422, 400128, "restart_not_possible", text)
        case .limitReached: self.init(400, 400128, "limit_reached", text)
        case .notFound: self.init(404, 404, "not_found", text)
        }
    }

    private init(_ error: IngestionError) {
        let text = Self.sentence(error.description)
        switch error {
        case .tooLarge, .tooMuch, .tooManyPassages: self.init(413, 400128, "document_too_large", text)
        case .encrypted: self.init(400, 400128, "document_encrypted", text)
        case .noText: self.init(400, 400128, "document_without_text", text)
        case .damaged, .unreadable: self.init(400, 400128, "document_unreadable", text)
        case .unsupported: self.init(415, 400128, "document_type_unknown", text)
        case .timedOut: self.init(400, 400128, "document_too_slow", text)
        case .notFound: self.init(404, 404, "not_found", text)
        case .readerMissing: self.init(500, 500, "document_reader_missing", text)
        case .busy: self.init(503, 503, "document_reader_busy", text)
        case .cancelled: self.init(503, 503, "cancelled", text)
        }
    }

    private init(_ error: LinkError) {
        let text = Self.sentence(error.description)
        switch error {
        case .invalid: self.init(400, 400128, "link_invalid", text)
        case .refused: self.init(400, 400128, "link_refused", text)
        case .unreachable, .status, .timedOut, .tooManyRedirects: self.init(502, 400009, "link_unreachable", text)
        case .tooLarge: self.init(413, 400128, "document_too_large", text)
        case .unsupported: self.init(415, 400128, "document_type_unknown", text)
        case .document(let error): self.init(error)
        case .cancelled: self.init(503, 503, "cancelled", text)
        }
    }

    /// "the page is gone" is "The page is gone."
    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + (text.last.map { ".!?".contains($0) } == true ? "" : ".")
    }

    private init(_ error: SessionError) {
        let text = error.description
        switch error {
        case .notFound: self.init(404, 10006, "session_not_found", text)
        case .wrongState(let state):
            self.init(400, Self.code(of: state), "session_state_wrong", text)
        case .ended: self.init(400, 10005, "session_ended", text)
        case .concurrencyLimit: self.init(400, 10007, "concurrent_limit_reached", text)
        case .shuttingDown: self.init(503, 503, "shutting_down", text)
        case .avatarNotFound: self.init(400, 10012, "avatar_not_found", text)
        case .avatarUnusable: self.init(400, 10013, "avatar_not_allowed", text)
        case .viewersFull: self.init(400, 10014, "session_full", text)
        case .viewerNotFound: self.init(404, 404, "viewer_not_found", text)
        case .notWaitingForAnswer: self.init(400, 400128, "answer_missing", text)
        case .taskExists: self.init(400, 400128, "task_exists", text)
        case .queueFull: self.init(400, 400123, "queue_full", text)
        case .interrupted: self.init(400, 40056, "interrupted", text)
        case .failed: self.init(500, 500, "session_failed", text)
        case .speech(let error): self.init(error)
        case .peer(let error): self.init(error)
        }
    }

    private init(_ error: SpeechError) {
        let text = error.description
        switch error {
        case .nothingSpeakable: self.init(400, 400128, "nothing_speakable", text)
        case .textTooLong: self.init(400, 400128, "text_too_long", text)
        case .unknownVoice: self.init(400, 400128, "voice_not_found", text)
        case .speedOutOfRange, .pitchOutOfRange: self.init(400, 400128, "invalid_parameter", text)
        case .synthesisFailed: self.init(400, 40056, "speech_failed", text)
        case .engineMissing, .engineFailed: self.init(400, 400009, "voice_engine_failed", text)
        case .engineBusy: self.init(503, 400009, "voice_engine_busy", text)
        }
    }

    private init(_ error: PeerError) {
        let text = error.description
        switch error {
        case .badDescription: self.init(400, 400128, "bad_description", text)
        case .badCandidate: self.init(400, 400128, "bad_candidate", text)
        case .codecRefused: self.init(400, 400128, "codec_refused", text)
        case .wrongState: self.init(400, 400128, "connection_state_wrong", text)
        case .closed: self.init(400, 10005, "connection_closed", text)
        case .failed: self.init(500, 500, "media_failed", "The media library failed; the server's log says how.")
        }
    }

    /// 10001 … 10005.
    private static func code(of state: SessionLife.State) -> Int {
        switch state {
        case .new: 10001
        case .connecting: 10002
        case .connected: 10003
        case .closing: 10004
        case .closed: 10005
        }
    }
}

extension Problem {
    /// `{"code", "message", "error": {"code", "message"}}`: what v1 clients read and what v2 clients read; and for
    /// LiveAvatar's, `data: [{"loc", "message", "type"}]` beside it.
    func response(_ headers: HTTPHeaders = [:], in dialect: Dialect = .streaming) -> HTTPResponse {
        struct Body: Encodable {
            struct Fault: Encodable {
                var loc: [String] = []
                var message: String
                var type: String
            }
            struct Detail: Encodable {
                var code: String
                var message: String
            }
            var code: Int
            var message: String
            var error: Detail
            var data: [Fault]?
        }
        let body = Body(
            code: code, message: message, error: .init(code: name, message: message),
            data: dialect == .live ? [.init(message: message, type: name)] : nil)
        guard var response = try? HTTPResponse.json(status: status, body) else {
            return HTTPResponse(status: status)
        }
        response.headers.merge(headers)
        return response
    }
}
