import Core
import Testing

@Test("an error's name says the part and the fault")
func name() {
    #expect(ProviderError(.thinking, "x", .rateLimited(retryAfter: nil)).name == "llm_rate_limited")
}
