import Conversation
import Core
import Foundation
import SessionFakes
import Sessions
import Storage
import Testing

@testable import API

@Suite struct SecretTests {
    @Test("a secret goes in and never comes out; a model names it")
    func secretsAndModels() async throws {
        try await LiveAPI.run { api in
            let value = "sk-very-secret"
            let made = try await api.post(
                "/v1/secrets", #"{"secret_name":"shop","secret_value":"\#(value)","secret_type":"OPENAI_API_KEY"}"#)
            let secret = try #require(made.data["id"] as? String)
            let list = try await api.get("/v1/secrets")
            #expect((list.json?["data"] as? [[String: Any]])?.map { $0["secret_name"] as? String } == ["shop"])
            for base in ["/v1/llm-configurations", "/v1/llm_configurations"] {
                let model = try await api.post(
                    base, #"{"display_name":"House","model":"llama","secret_id":"\#(secret)"}"#)
                let id = try #require(model.data["id"] as? String)
                #expect(model.data["model_name"] as? String == "llama" && model.data["base_url"] is NSNull)
                let changed = try await api.send(
                    "PATCH", base + "/\(id)", #"{"base_url":"https://llm.example/v1"}"#, as: .key(api.world.secret))
                #expect(changed.data["base_url"] as? String == "https://llm.example/v1")
                #expect(try await api.get(base + "/\(id)", as: .key(api.world.strangerSecret)).status == 404)
                for text in [made.text, list.text, model.text, changed.text] { #expect(!text.contains(value)) }
                #expect(try await api.post("/v1/streaming.new", #"{"llm_configuration_id":"\#(id)"}"#).code == 100)
                #expect(
                    try await api.post(
                        "/v1/streaming.new", #"{"llm_configuration_id":"\#(id)"}"#, as: .key(api.world.strangerSecret)
                    ).status == 404)
                #expect(try await api.send("DELETE", base + "/\(id)", as: .key(api.world.secret)).code == 1000)
            }
            let stranger = LiveAPI.Credential.key(api.world.strangerSecret)
            #expect(try await api.send("DELETE", "/v1/secrets/\(secret)", as: stranger).status == 404)
            let stolen = try await api.post(
                "/v1/llm-configurations", #"{"model_name":"x","secret_id":"\#(secret)"}"#, as: stranger)
            #expect(stolen.status == 404)
            #expect(try await api.send("DELETE", "/v1/secrets/\(secret)", as: .key(api.world.secret)).code == 1000)
        }
    }

    @Test(
        "what is no secret and no model is refused",
        arguments: [
            ("/v1/secrets", #"{"secret_name":"a"}"#), ("/v1/secrets", #"{"secret_name":"","secret_value":"x"}"#),
            ("/v1/secrets", #"{"secret_name":"a","secret_value":"x\ny"}"#),
            ("/v1/secrets", #"{"secret_name":"a","secret_value":"x","secret_type":"a b"}"#),
            ("/v1/llm-configurations", #"{"display_name":"a"}"#),
            ("/v1/llm-configurations", #"{"model_name":"a","base_url":"ftp://x"}"#),
            ("/v1/llm-configurations", #"{"model_name":"a","base_url":"not an address"}"#),
        ])
    func refusals(path: String, body: String) async throws {
        try await LiveAPI.run { api in
            let reply = try await api.post(path, body)
            #expect((reply.status, reply.code) == (400, 400128), "\(reply.text)")
        }
    }

    @Test("languages and the server's own models are told to everyone")
    func open() async throws {
        try await LiveAPI.run { api in
            let languages = try await api.get("/v1/languages", as: LiveAPI.Credential.none)
            #expect(languages.text.contains(#"{"code":"en","language":"English"}"#))
            #expect(try await api.get("/v1/llm-models", as: LiveAPI.Credential.none).data["visavis"] is [String])
        }
    }
}

@Suite struct TranscriptTests {
    @Test("what was said is read by the key and the session's own token, and erased by the key alone")
    func transcript() async throws {
        try await LiveAPI.run { api in
            let token = LiveAPI.Credential.bearer(try await api.newToken())
            let (id, _) = try await api.connectedSession(as: token)
            let task = #"{"session_id":"\#(id)","text":"Who are you?","task_type":"talk","task_mode":"sync"}"#
            #expect(try await api.post("/v1/streaming.task", task, as: token).code == 100)
            let path = "/v1/sessions/\(id)/transcript"
            while try await api.world.transcripts.entries(of: id).total < 2 { await Task.yield() }
            for credential in [token, .key(api.world.secret)] {
                let reply = try await api.get(path, as: credential)
                #expect(reply.code == 1000 && reply.data["session_active"] as? Bool == true)
                let lines = try #require(reply.data["transcript_data"] as? [[String: Any]])
                #expect(lines.map { $0["role"] as? String } == ["user", "avatar"])
                #expect(lines[0]["transcript"] as? String == "Who are you?")
            }
            #expect(try await api.get(path, as: .key(api.world.strangerSecret)).code == 10006)
            #expect(try await api.get(path, as: .bearer(try await api.newToken())).code == 10006)
            #expect(try await api.get(path + "?start_timestamp=x").status == 400)
            let later = try await api.get(
                path + "?start_timestamp=\(Int(Date().timeIntervalSince1970 * 1000) + 60_000)")
            #expect((later.data["transcript_data"] as? [Any])?.isEmpty == true)
            let events = "/v1/sessions/\(id)/events"
            #expect(try await api.send("DELETE", events, as: token).status == 401)
            #expect(try await api.send("DELETE", events, as: .key(api.world.strangerSecret)).code == 10006)
            #expect(try await api.post("/v1/streaming.stop", #"{"session_id":"\#(id)"}"#).code == 100)
            #expect(try await api.get(path).data["session_active"] as? Bool == false)
            #expect(try await api.send("DELETE", events, as: .key(api.world.secret)).code == 1000)
            let erased = try await api.get(path)
            #expect((erased.data["transcript_data"] as? [Any])?.isEmpty == true)
        }
    }

    @Test("long transcripts go on where next_timestamp says, and no line is told twice")
    func pages() async throws {
        try await LiveAPI.run { api in
            let id = try await api.newSession()
            let start = Date(timeIntervalSince1970: 1_800_000_000)
            for index in 0..<1500 {
                try await api.world.transcripts.append(
                    TranscriptEntry(
                        session: id, role: "user", text: "\(index)",
                        saidAt: start.addingTimeInterval(Double(index / 3)),
                        sinceStart: .seconds(index), task: "t"))
            }
            var seen: [String] = []
            var next: Int? = 0
            while let from = next {
                let reply = try await api.get("/v1/sessions/\(id)/transcript?start_timestamp=\(from)")
                seen +=
                    (reply.data["transcript_data"] as? [[String: Any]])?.compactMap { $0["transcript"] as? String }
                    ?? []
                next = reply.data["next_timestamp"] as? Int
            }
            #expect(seen == (0..<1500).map(String.init))
        }
    }
}

@Suite struct ConversationTests {
    @Test("what streaming.new says of the conversation reaches the session")
    func session() async throws {
        try await LiveAPI.run { api in
            let id = try await api.newPersona(
                #"{"name":"Guide","prompt":"You are ${role}.","opening_text":"Hello","language":"en"}"#)
            let session = try await api.newSession(
                """
                {"knowledge_id":"\(id)","opening_text":"Hi ${role}","dynamic_variables":{"role":"a guide","n":7,"x":null},
                "language":"en","silence_response":true,"interactivity_type":"push_to_talk",
                "stt_settings":{"provider":"deepgram","confidence":0.55}}
                """)
            let live = try #require(await api.world.directory.liveSession(session))
            let conversation = live.card.conversation
            #expect(conversation.persona.id == id && conversation.persona.prompt == "You are ${role}.")
            #expect(conversation.opening == "Hi ${role}" && conversation.variables == ["role": "a guide", "n": "7"])
            #expect(conversation.language == "en" && conversation.answersSilence == true && conversation.isPushToTalk)
            let own = try await api.newSession(#"{"knowledge_base_id":"\#(id)","knowledge_base":"Be brief."}"#)
            let other = try #require(await api.world.directory.liveSession(own)).card.conversation
            #expect(other.persona.id == id && other.persona.prompt == "Be brief." && other.opening == nil)
        }
    }

    @Test(
        "what cannot be understood of it is refused",
        arguments: [
            #"{"dynamic_variables":["a"]}"#, #"{"dynamic_variables":{"a":{}}}"#, #"{"language":"not a language"}"#,
            #"{"dynamic_variables":{"a":"\#(String(repeating: "x", count: 1001))"}}"#,
            #"{"interactivity_type":"SHOUT"}"#,
            #"{"stt_settings":{"confidence":2}}"#,
            "{\"dynamic_variables\":{" + (0...50).map { "\"k\($0)\":\"\"" }.joined(separator: ",") + "}}",
        ])
    func refusals(body: String) async throws {
        try await LiveAPI.run { api in
            let reply = try await api.post("/v1/streaming.new", body)
            #expect((reply.status, reply.code) == (400, 400128), "\(reply.text)")
        }
    }
}
