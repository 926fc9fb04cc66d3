import ExtractWire
import Testing

@testable import Knowledge

/// A network that has one page.
private struct OnePage: PageFetching {
    var page: FetchedPage

    func fetch(_ url: String, unless known: PageValidators) async throws(LinkError) -> FetchedPage? {
        guard url == page.url else { throw .status(404) }
        return known == page.validators ? nil : page
    }
}

struct LinkTests {
    private func reader(_ text: String, _ mediaType: String?) -> LinkReader {
        LinkReader(
            reader: DocumentReader(),
            fetcher: OnePage(
                page: FetchedPage(
                    url: "https://example.org/a.html", mediaType: mediaType,
                    validators: PageValidators(entityTag: "\"1\""), bytes: Array(text.utf8))))
    }

    @Test("a link is read once, and again only when its page has changed")
    func read() async throws {
        let links = reader("<html><body><h1>Hours</h1><p>Nine to five.</p>", "text/html; charset=utf-8")
        let first = try #require(try await links.read("example.org/a.html#hours"))
        #expect(first.document.passages == [PassageDraft(headings: ["Hours"], text: "Nine to five.")])
        #expect(try await links.read("https://example.org/a.html", unless: first.validators) == nil)
        await #expect(throws: LinkError.status(404)) { try await links.read("https://example.org/b.html") }
    }

    @Test("what is no text is not even looked at")
    func pictures() async {
        let links = reader("x", "image/png")
        await #expect(throws: LinkError.unsupported(mediaType: "image/png")) {
            try await links.read("https://example.org/a.html")
        }
        let empty = reader("<html></html>", "text/html")
        await #expect(throws: LinkError.document(.noText(format: .html, scannedPages: 0))) {
            try await empty.read("https://example.org/a.html")
        }
    }

    @Test(
        "addresses of other kinds are refused",
        arguments: [
            "", "file:///etc/passwd", "mailto:a@example.org", "https://", "https://user:pass@example.org/", "a b.org",
            "javascript:alert(1)",
        ])
    func addresses(_ link: String) {
        #expect(throws: LinkError.self) { try LinkAddress.checked(link) }
    }

    @Test(
        "addresses are completed",
        arguments: [
            ("example.org", "https://example.org"), (" http://example.org/a#b ", "http://example.org/a"),
            ("example.org:8080/x?y=1", "https://example.org:8080/x?y=1"),
        ])
    func completed(_ link: String, _ expected: String) throws {
        #expect(try LinkAddress.checked(link) == expected)
    }

    @Test("pages that change are looked at more often, pages that do not less, within limits")
    func pace() {
        var plan = RefreshPlan(now: 0, interval: .init(least: 100, usual: 1000, most: 5000))
        #expect(plan.next == 1000 && !plan.isDue(at: 999) && plan.isDue(at: 1000))
        plan.record(.changed, now: 1000)
        #expect(plan.next == 1500)
        for _ in 0..<10 { plan.record(.changed, now: 2000) }
        #expect(plan.next == 2100)
        for _ in 0..<20 { plan.record(.unchanged, now: 3000) }
        #expect(plan.next == 8000)
    }

    @Test("a server that fails is left alone for longer and longer; a page that stays away is gone")
    func failures() {
        var plan = RefreshPlan(now: 0, interval: .init(least: 100, usual: 1000, most: 5000))
        var waits: [Double] = []
        for _ in 0..<7 {
            plan.record(.failed(.status(503)), now: 0)
            waits.append(plan.next)
        }
        #expect(waits == [100, 200, 400, 800, 1600, 3200, 5000] && !plan.isGone)
        plan.record(.unchanged, now: 0)
        for _ in 0..<3 { plan.record(.failed(.status(404)), now: 0) }
        #expect(plan.isGone)
        plan.record(.changed, now: 0)
        #expect(!plan.isGone && plan.failures == 0)
    }
}
