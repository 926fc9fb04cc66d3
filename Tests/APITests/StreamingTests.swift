import Core
import Foundation
import Media
import SessionFakes
import Sessions
import Testing

@testable import API

@Suite struct StreamingTests {
    @Test("from new to stop, with the data channel's events in order")
    func wholeSession() async throws {
        try await LiveAPI.run { api in
            let token = LiveAPI.Credential.bearer(try await api.newToken())
            let new = try await api.post(
                "/v1/streaming.new", #"{"quality":"low","avatar_name":"ada","voice":{"voice_id":"slt"}}"#, as: token)
            #expect(new.status == 200)
            #expect(new.code == 100)
            #expect(new.json?["message"] as? String == "success")
            let id = try #require(new.data["session_id"] as? String)
            #expect((new.data["sdp"] as? [String: Any])?["type"] as? String == "offer")
            #expect(new.data["ice_servers2"] is [Any])
            #expect(new.data["session_duration_limit"] is Int)
            #expect(new.data["is_paid"] as? Bool == true)
            let started = try await api.start(id, as: token)
            #expect(started.status == 200)
            #expect(started.json?["status"] as? String == "success")
            let peer = try #require(api.world.peers.last)
            peer.connect()
            let task = try await api.post(
                "/v1/streaming.task",
                #"{"session_id":"\#(id)","text":"hello good world","task_type":"repeat","task_mode":"sync"}"#, as: token
            )
            #expect(task.data["duration_ms"] as? Double == 300)
            let taskID = try #require(task.data["task_id"] as? String)
            #expect(
                try await api.post("/v1/streaming.interrupt", #"{"session_id":"\#(id)"}"#, as: token).code == 100)
            let stopped = try await api.post("/v1/streaming.stop", #"{"session_id":"\#(id)"}"#, as: token)
            #expect(stopped.code == 100)
            var events: [[String: Any]] = []
            for await text in peer.texts {
                let event = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
                events.append(event)
                if event["type"] as? String == "session_ending" { break }
            }
            #expect(
                events.compactMap { $0["type"] as? String } == [
                    "avatar_start_talking", "avatar_talking_message", "avatar_talking_message",
                    "avatar_talking_message", "avatar_end_message", "avatar_stop_talking", "session_ending",
                ])
            #expect(events.dropLast().allSatisfy { $0["task_id"] as? String == taskID })
            #expect(events.compactMap { $0["message"] as? String }.joined() == "hello good world")
            #expect(events[5]["duration_ms"] as? Double == 300)
        }
    }

    @Test(
        "after the end every call answers 10005, and of a session that never was 10006",
        arguments: [
            "streaming.start", "streaming.ice", "streaming.task", "streaming.interrupt", "streaming.stop",
            "streaming.close", "streaming.keep_alive", "streaming.start_listening", "streaming.stop_listening",
            "realtime.start", "realtime.stop",
        ])
    func afterTheEnd(call: String) async throws {
        try await LiveAPI.run { api in
            let (id, _) = try await api.connectedSession()
            #expect(try await api.post("/v1/streaming.stop", #"{"session_id":"\#(id)"}"#).code == 100)
            while await api.world.directory.count > 0 { await Task.yield() }
            let body = #"{"session_id":"\#(id)","text":"hello","sdp":{"type":"answer","sdp":"v=0"}}"#
            let ended = try await api.post("/v1/" + call, body)
            #expect(ended.code == 10005)
            #expect(ended.status == 400)
            let unknown = try await api.post("/v1/" + call, #"{"session_id":"nowhere","text":"hello"}"#)
            #expect(unknown.code == 10006)
            #expect(unknown.status == 404)
        }
    }

    @Test("starting again names the state", arguments: [false, true])
    func startAgain(connected: Bool) async throws {
        try await LiveAPI.run { api in
            var id = ""
            if connected {
                id = try await api.connectedSession().id
            } else {
                id = try await api.newSession()
                _ = try await api.start(id)
            }
            #expect(try await api.start(id).code == (connected ? 10003 : 10002))
        }
    }

    @Test(
        "what clients send too much, too little or oddly is taken",
        arguments: [
            #""#, #"null"#, #"{}"#, "  \n", #"{"voice":null,"quality":null,"avatar_id":null,"version":null}"#,
            #"{"quality":"HIGH","video_encoding":"h264","unknown":{"deep":[1,2,{"x":null}]}}"#,
            #"{"activity_idle_timeout":"300","disable_idle_timeout":"false"}"#,
            #"{"activity_idle_timeout":300.0,"disable_idle_timeout":1}"#,
            #"{"voice":{"voice_id":"SLT","rate":"1.1","emotion":"Excited","elevenlabs_settings":{"style":0}}}"#,
            #"{"avatar_id":"default","voice_id":"","version":"v1"}"#,
        ])
    func lenience(body: String) async throws {
        try await LiveAPI.run { api in
            let reply = try await api.send(
                "POST", "/v1/streaming.new", body, type: nil, as: .none, headers: ["x-aPI-kEY": api.world.secret])
            #expect(reply.status == 200, "\(reply.text)")
        }
    }

    @Test("what the voice does not have is noted")
    func notes() async throws {
        try await LiveAPI.run { api in
            let plain = try await api.post("/v1/streaming.new", #"{"voice":{"rate":1.1}}"#)
            #expect((plain.data["notes"] as? [String])?.isEmpty == true)
            let body = #"{"voice":{"emotion":"excited","elevenlabs_settings":{"stability":0.5}}}"#
            let notes = try await api.post("/v1/streaming.new", body).data["notes"] as? [String]
            #expect(notes?.count == 1 && notes?[0].contains("no emotion, stability") == true)
        }
    }

    @Test(
        "what cannot be served is refused with a name and without a session",
        arguments: [
            (#"{"avatar_id":"nobody"}"#, 10012, "avatar_not_found"),
            (#"{"avatar_id":"../../etc"}"#, 10012, "avatar_not_found"),
            (#"{"voice":{"voice_id":"nobody"}}"#, 400128, "voice_not_found"),
            (#"{"quality":"ultra"}"#, 400128, "invalid_parameter"),
            (#"{"quality":7}"#, 400128, "invalid_parameter"),
            (#"{"video_encoding":"AV1"}"#, 400128, "invalid_parameter"),
            (#"{"version":"v2"}"#, 400128, "unsupported"),
            (#"{"activity_idle_timeout":29}"#, 400128, "invalid_parameter"),
            (#"{"activity_idle_timeout":3601}"#, 400128, "invalid_parameter"),
            (#"{"activity_idle_timeout":"soon"}"#, 400128, "invalid_parameter"),
            (#"{"voice":{"rate":9}}"#, 400128, "invalid_parameter"),
            (#"{"voice":"slt"}"#, 400128, "invalid_parameter"),
            (#"{"quality":"low""#, 400128, "bad_json"),
            (#"[1,2]"#, 400128, "bad_json"),
        ])
    func refusals(body: String, code: Int, name: String) async throws {
        try await LiveAPI.run { api in
            let reply = try await api.post("/v1/streaming.new", body)
            #expect(reply.status == 400)
            #expect(reply.code == code)
            #expect((reply.json?["error"] as? [String: Any])?["code"] as? String == name)
            #expect(await api.world.directory.count == 0)
        }
    }

    @Test(
        "tasks that cannot be said are refused with a name",
        arguments: [
            (#""text":"""#, "nothing_speakable"), (#""text":null"#, "invalid_parameter"),
            (#""text":17"#, "invalid_parameter"), (#""text":"hi","task_type":"sing""#, "invalid_parameter"),
            (#""text":"hi","task_mode":"later""#, "invalid_parameter"),
            (#""text":"hi","voice_id":"nobody""#, "voice_not_found"),
            (#""text":"\#(String(repeating: "a", count: 10_001))""#, "text_too_long"),
        ])
    func taskRefusals(fields: String, name: String) async throws {
        try await LiveAPI.run { api in
            let (id, _) = try await api.connectedSession()
            let reply = try await api.post("/v1/streaming.task", #"{"session_id":"\#(id)",\#(fields)}"#)
            #expect(reply.status == 400)
            #expect((reply.json?["error"] as? [String: Any])?["code"] as? String == name)
        }
    }

    @Test("a talk task is answered aloud", arguments: ["talk", "chat"])
    func talk(kind: String) async throws {
        try await LiveAPI.run { api in
            let (id, peer) = try await api.connectedSession()
            let reply = try await api.post(
                "/v1/streaming.task",
                #"{"session_id":"\#(id)","text":"Who are you?","task_type":"\#(kind)","task_mode":"sync"}"#)
            #expect(reply.code == 100)
            let spoken = peer.seen.texts.compactMap { text in
                (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])?["message"] as? String
            }.joined()
            #expect(spoken == "You said: Who are you?")
        }
    }

    @Test("candidates come as objects, flat, empty or null")
    func candidates() async throws {
        try await LiveAPI.run { api in
            let id = try await api.newSession()
            let line = "candidate:1 1 udp 1 10.0.0.1 9 typ host"
            for candidate in [
                #"{"candidate":"\#(line)","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"x"}"#, #""\#(line)""#,
                #"null"#, #"{"candidate":"","sdpMid":null,"sdpMLineIndex":"0"}"#,
            ] {
                let reply = try await api.post(
                    "/v1/streaming.ice", #"{"session_id":"\#(id)","candidate":\#(candidate)}"#)
                #expect(reply.code == 100, "\(candidate): \(reply.text)")
            }
            #expect(api.world.peers[0].seen.candidates.count == 4)
            let bad = try await api.post("/v1/streaming.ice", #"{"session_id":"\#(id)","candidate":"nonsense"}"#)
            #expect(bad.status == 400)
        }
    }

    @Test("the key's sessions at once are limited, with 10007")
    func concurrency() async throws {
        try await LiveAPI.run(capacity: SessionCapacity(server: 9, perOwner: 2)) { api in
            for _ in 0..<2 { _ = try await api.newSession() }
            let reply = try await api.post("/v1/streaming.new")
            #expect((reply.status, reply.code) == (400, 10007))
            #expect(try await api.post("/v1/streaming.new", as: .key(api.world.strangerSecret)).code == 100)
        }
    }

    @Test("a viewer's messages on the data channel are carried out and answered")
    func dataChannel() async throws {
        try await LiveAPI.run { api in
            let (_, peer) = try await api.connectedSession()
            peer.happens(.message(#"{"type":"ping","id":"7"}"#))
            peer.happens(.message(#"{"type":"task","text":"hello","task_id":"mine"}"#))
            var types: [String] = []
            for await text in peer.texts {
                let event = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
                types.append(event["type"] as? String ?? "")
                if types.last == "pong" { #expect(event["id"] as? String == "7") }
                if types.last == "avatar_start_talking" { #expect(event["task_id"] as? String == "mine") }
                if types.last == "avatar_stop_talking" { peer.happens(.message("{nonsense")) }
                if types.last == "error" {
                    #expect(event["error"] as? String == "bad_message")
                    break
                }
            }
            #expect(types.first == "pong")
            #expect(types.contains("avatar_stop_talking"))
        }
    }
}
