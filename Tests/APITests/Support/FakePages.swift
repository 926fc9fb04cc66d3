import Knowledge
import Synchronization

/// Pages behind links, by address; others are not there. Their entity tags are their texts.
final class FakePages: PageFetching {
    private let pages = Mutex<[String: String]>([:])
    private let sent = Mutex(0)

    /// How often a whole page went out.
    var count: Int { sent.withLock { $0 } }

    func put(_ text: String, at url: String) { pages.withLock { $0[url] = text } }

    func fetch(_ url: String, unless known: PageValidators) async throws(LinkError) -> FetchedPage? {
        guard let text = pages.withLock({ $0[url] }) else { throw .status(404) }
        if known.entityTag == text { return nil }
        sent.withLock { $0 += 1 }
        return FetchedPage(
            url: url, mediaType: "text/html", validators: PageValidators(entityTag: text), bytes: Array(text.utf8))
    }
}
