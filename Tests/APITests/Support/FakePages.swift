import Knowledge
import Synchronization

/// Pages behind links, by address; others are not there.
final class FakePages: PageFetching {
    private let pages = Mutex<[String: String]>([:])

    func put(_ text: String, at url: String) { pages.withLock { $0[url] = text } }

    func fetch(_ url: String, unless known: PageValidators) async throws(LinkError) -> FetchedPage? {
        guard let text = pages.withLock({ $0[url] }) else { throw .status(404) }
        return FetchedPage(url: url, mediaType: "text/html", bytes: Array(text.utf8))
    }
}
