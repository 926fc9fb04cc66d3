import Testing

@testable import Benchmarks

struct WordErrorsTests {
    @Test("substituted, left out and put in words count, case and punctuation do not")
    func counts() {
        var errors = WordErrors()
        errors.add(said: "How much does a ticket cost?", heard: "how much does the ticket")
        #expect(errors.wrong == 2 && errors.said == 6)
        errors.add(said: "Don\u{2019}t know.", heard: "don't really know")
        #expect(errors.wrong == 3 && errors.said == 8)
        errors.add(said: "Hello", heard: "")
        #expect(errors.wrong == 4)
        #expect(errors.rate == 100 * 4.0 / 9)
    }
}
