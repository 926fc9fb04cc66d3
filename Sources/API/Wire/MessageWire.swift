internal import Conversation
internal import Core
internal import Foundation
internal import HTTP
internal import Knowledge
package import Sessions
internal import Stage

/// The data channel's JSON: HeyGen's events under the key `type`, and ours beside them (docs/openapi.json, "events").
package enum MessageWire {
    package static let language = MessageLanguage(text: text, message: message)

    private struct Event: Encodable {
        var type: String
        var taskId: String?
        var message: String?
        var durationMs: Double?
        var reason: String?
        var inSeconds: Double?
        var id: String?
        var code: Int?
        var error: String?
        var silenceTimes: Int?
        var countDown: Int?
        var sources: [Source]?
        var latencyMs: [String: Double]?
        var filler: Bool?
        var turnId: String?
        var interrupted: Bool?
        var lastWord: String?
    }

    private struct Source: Encodable {
        var documentId: String
        var title: String
        var headings: [String]
        var question: String?
        var text: String
        var url: String?
        var score: Double

        init(_ ranked: RankedPassage) {
            documentId = ranked.passage.document
            title = ranked.passage.title
            headings = ranked.passage.headings
            question = ranked.passage.question
            text = ranked.passage.text
            url = ranked.passage.url
            score = ranked.score
        }
    }

    @Sendable static func text(of event: SessionEvent) -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(wire(event))).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private static func wire(_ event: SessionEvent) -> Event {
        switch event {
        case .talkingStarted(let task): return Event(type: "avatar_start_talking", taskId: task.rawValue)
        case .talking(let task, let text):
            return Event(type: "avatar_talking_message", taskId: task.rawValue, message: text)
        case .textEnded(let task): return Event(type: "avatar_end_message", taskId: task.rawValue)
        case .talkingStopped(let task, let spoken, let isInterrupted, let lastWord):
            return Event(
                type: "avatar_stop_talking", taskId: task.rawValue, durationMs: spoken.milliseconds,
                interrupted: isInterrupted ? true : nil, lastWord: lastWord)
        case .taskDropped(let task): return Event(type: "task_dropped", taskId: task.rawValue)
        case .userStarted(let turn): return Event(type: "user_start", taskId: turn.rawValue)
        case .userStopped(let turn): return Event(type: "user_stop", taskId: turn.rawValue)
        case .userPartial(let turn, let text):
            return Event(type: "user_partial_message", taskId: turn.rawValue, message: text)
        case .userTalking(let turn, let text):
            return Event(type: "user_talking_message", taskId: turn.rawValue, message: text)
        case .userTurnEnded(let turn, let text):
            return Event(type: "user_end_message", taskId: turn.rawValue, message: text)
        case .userSilence(let times, let left):
            return Event(type: "user_silence", silenceTimes: times, countDown: Int(left / .seconds(1)))
        case .pushToTalk(let answer): return Event(type: "push_to_talk_\(answer.rawValue)")
        case .thinking(let task, let turn):
            return Event(type: "avatar_thinking", taskId: task.rawValue, turnId: turn?.rawValue)
        case .sources(let task, let passages):
            return Event(type: "avatar_sources", taskId: task.rawValue, sources: passages.map(Source.init))
        case .latency(let task, let latency):
            let stages = latency.stages.map { ($0.name, $0.time.milliseconds) }
            return Event(
                type: "turn_latency", taskId: task.rawValue, latencyMs: Dictionary(uniqueKeysWithValues: stages),
                filler: latency.beganWithFiller)
        case .conversationError(let error, let task):
            return Event(
                type: "conversation_error", taskId: task?.rawValue, message: error.description, error: error.name)
        case .ending(let end, let time):
            return Event(type: "session_ending", reason: end.rawValue, inSeconds: time / .seconds(1))
        case .pong(let id): return Event(type: "pong", id: id)
        case .error(let error, let task):
            let problem = Problem(error)
            return Event(
                type: "error", taskId: task?.rawValue, message: problem.message, code: problem.code,
                error: problem.name)
        case .badMessage(let reason):
            let problem = Problem(RequestError.unsupported(reason))
            return Event(type: "error", message: reason, code: problem.code, error: "bad_message")
        }
    }

    /// What a viewer may send: an object with `type` ping, interrupt, keep_alive, start_listening, stop_listening,
    /// push_to_talk_start, push_to_talk_stop, or task (with `text`, `task_type`, `task_id`); or, as LiveKit clients send
    /// it, a JSON string: the text of a talk task, "push_to_talk:start" or "push_to_talk:stop".
    @Sendable static func message(_ text: String) throws(MessageLanguage.Misunderstood) -> ViewerMessage {
        if text.first == "\"" {
            guard let spoken = try? JSONDecoder().decode(String.self, from: Data(text.utf8)) else {
                throw .init(reason: RequestError.badJSON.description)
            }
            switch spoken {
            case "push_to_talk:start": return .pushToTalk(true)
            case "push_to_talk:stop": return .pushToTalk(false)
            default: return .task(SpeechTask(id: .random(), text: spoken, kind: .talk))
            }
        }
        do {
            return try message(Fields(Array(text.utf8)))
        } catch {
            throw .init(reason: error.description)
        }
    }

    private static func message(_ fields: Fields) throws(RequestError) -> ViewerMessage {
        let type = try fields.required("type")
        switch type.lowercased() {
        case "ping": return .ping(id: try fields.string("id").map { String($0.prefix(64)) })
        case "interrupt": return .interrupt
        case "keep_alive": return .keepAlive
        case "start_listening": return .listening(true)
        case "stop_listening": return .listening(false)
        case "push_to_talk_start": return .pushToTalk(true)
        case "push_to_talk_stop": return .pushToTalk(false)
        case "task", "speak", "repeat", "talk":
            let kind = try fields.choice("task_type", aliases: ["chat": SpeechTask.Kind.talk])
            let id = try fields.string("task_id").map { String($0.prefix(64)) }
            return .task(
                SpeechTask(
                    id: id.map { UtteranceID($0) } ?? .random(), text: try fields.required("text"),
                    kind: kind ?? (type.lowercased() == "talk" ? .talk : .repeat)))
        default:
            throw .unknownChoice(
                field: "type", value: type,
                allowed: [
                    "ping", "interrupt", "task", "keep_alive", "start_listening", "stop_listening",
                    "push_to_talk_start", "push_to_talk_stop",
                ])
        }
    }
}

extension UtteranceID {
    /// A fresh lower-case UUID.
    static func random() -> UtteranceID { UtteranceID(UUID().uuidString.lowercased()) }
}

extension Duration {
    /// Rounded to the millisecond.
    var milliseconds: Double { (self / .milliseconds(1)).rounded() }
}
