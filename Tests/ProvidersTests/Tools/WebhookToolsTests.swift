import Conversation
import Core
import Foundation
import HTTP
import StandIns
import Testing

@testable import Providers

@Suite("A webhook that carries out functions")
struct WebhookToolsTests {
    private let client = HTTPClient(egress: Egress())
    private let call = ToolCall(id: "call_1", name: "stock", arguments: #"{"item":"bolts"}"#)
    private let question = Question(
        text: "How many bolts?", history: [], persona: Persona(id: "shop"), language: "en", session: "s-1")

    /// A minute is for a busy machine.
    private func result(
        _ provider: StandInProvider, timeout: Duration = .seconds(60), reach: Egress.Reach = .configured
    ) async -> Result<String, ProviderError.Fault> {
        let service = Service(
            client: client, url: "http://127.0.0.1:\(provider.port)/hooks/stock?shop=1", key: "secret", reach: reach)
        let tools = WebhookTools(service, timeout: timeout, maximumBody: 1_000)
        do {
            return .success(try await tools.execute(call, for: question))
        } catch {
            return .failure((error as? ProviderError)?.fault ?? .empty)
        }
    }

    private func answering(_ text: String, type: String = "application/json", status: Int = 200) throws
        -> StandInProvider
    {
        try StandInProvider(StandInScript(reply: .init(text.utf8, type: type, status: status)))
    }

    @Test("is told the function, its arguments and whom it is for, and its result goes to the model")
    func success() async throws {
        let provider = try answering(#"{"result":"There are 40."}"#)
        defer { provider.stop() }
        #expect(await result(provider) == .success("There are 40."))
        let request = try #require(provider.requests.first)
        #expect(request.method == "POST" && request.path == "/hooks/stock" && request.query("shop") == "1")
        #expect(request.headers["authorization"] == "Bearer secret")
        #expect(request.json["name"] as? String == "stock" && request.json["call_id"] as? String == "call_1")
        #expect((request.json["arguments"] as? [String: Any])?["item"] as? String == "bolts")
        #expect(request.json["session"] as? String == "s-1" && request.json["persona"] as? String == "shop")
    }

    @Test("may answer in plain text, or in JSON of its own", arguments: ["40 bolts, <b>all</b> new", #"{"count":40}"#])
    func plain(text: String) async throws {
        let provider = try answering(text, type: "text/plain")
        defer { provider.stop() }
        #expect(await result(provider) == .success(text))
    }

    @Test("has a time limit", arguments: [StandInScript.Fault.slow, .stalled])
    func late(fault: StandInScript.Fault) async throws {
        let provider = try StandInProvider(StandInScript(fault: fault, reply: .init("{}".utf8, type: "text/plain")))
        defer { provider.stop() }
        let time = Duration.milliseconds(300)
        #expect(await result(provider, timeout: time) == .failure(.timedOut(time)))
    }

    @Test("may not say more than fits", arguments: [true, false])
    func large(isWhole: Bool) async throws {
        let provider = try StandInProvider(
            StandInScript(reply: .init([UInt8](repeating: 65, count: 5_000), type: "text/plain", isWhole: isWhole)))
        defer { provider.stop() }
        #expect(await result(provider) == .failure(.tooLarge))
    }

    @Test("at a private address is refused when a visitor chose it")
    func address() async throws {
        let provider = try answering("{}")
        defer { provider.stop() }
        #expect(await result(provider, reach: .untrusted) == .failure(.addressBlocked))
        #expect(provider.requests.isEmpty)
    }

    @Test(
        "fails by name",
        arguments: [
            (StandInScript.Fault.refused, ProviderError.Fault.unreachable), (.unauthorized, .unauthorized),
            (.serverFailed, .serverFailed(status: 500)), (.cut, .cut),
        ])
    func faults(fault: StandInScript.Fault, told: ProviderError.Fault) async throws {
        let provider = try StandInProvider(StandInScript(fault: fault, reply: .init("{}".utf8, type: "text/plain")))
        defer { provider.stop() }
        #expect(await result(provider) == .failure(told))
    }
}
