internal import Core
internal import HTTP
internal import Sessions
internal import Speech
internal import Stage

private enum TaskMode: String, CaseIterable { case sync, async }

private struct TaskReply: Encodable {
    var durationMs: Double
    var taskId: String
}

extension Routes {
    /// What the avatar does: speak, be quiet, listen.
    mutating func addTasks() {
        for path in ["/v1/streaming.task", "/v1/realtime.task"] {
            // A sync task is answered when it was said; sessions end before this.
            add(.post, path, timeLimit: .seconds(24 * 3600), say)
        }
        for path in ["/v1/streaming.interrupt", "/v1/realtime.interrupt"] {
            add(.post, path) { context, request in
                try await session(context, request).session.interrupt()
                return try .success()
            }
        }
        for prefix in ["/v1/streaming.", "/v1/realtime."] {
            add(.post, prefix + "start_listening") { context, request in
                try await session(context, request).session.attend(true)
                return try .success()
            }
            add(.post, prefix + "stop_listening") { context, request in
                try await session(context, request).session.attend(false)
                return try .success()
            }
        }
    }
}

@Sendable private func say(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let (session, fields) = try await session(context, request)
    var task = SpeechTask(
        id: .random(), text: try fields.required("text"),
        kind: try fields.choice("task_type", aliases: ["chat": SpeechTask.Kind.talk]) ?? .repeat)
    let wish = try VoiceWish(fields)
    if !wish.isEmpty { task.voice = try wish.choice(over: session.card.voice, among: context.voices) }
    let mode = try fields.choice("task_mode", TaskMode.self) ?? .async
    let duration: Duration
    switch mode {
    case .sync:
        let end = try await session.sayAndWait(task)
        if case .failed(let reason) = end.reason { throw SessionError.failed(reason: reason) }
        duration = end.spoken
    case .async:
        try await session.say(task)
        duration = estimate(task, session.card.voice)
    }
    return try .success(TaskReply(durationMs: duration.milliseconds, taskId: task.id.rawValue))
}

/// How long the text will take; zero for an answer, whose text is not known yet. A task that is answered at once has not been spoken; clients that want to know exactly
/// read `duration_ms` of `avatar_stop_talking`.
private func estimate(_ task: SpeechTask, _ standard: VoiceChoice) -> Duration {
    // Measured: flite's three voices say 13 to 17 characters a second of English texts of 69 to 164 characters.
    let charactersPerSecond = 15.0
    guard task.kind == .repeat else { return .zero }
    let voice = task.voice ?? standard
    return .seconds(Double(task.text.count) / charactersPerSecond / voice.speed)
}
