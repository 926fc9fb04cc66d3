/// A page that was fetched and read.
package struct LinkedDocument: Equatable, Sendable {
    /// After redirects.
    package var url: String
    /// For the next refresh.
    package var validators: PageValidators
    package var document: IngestedDocument
}

/// Links to passages. Any thread.
package struct LinkReader: Sendable {
    private let reader: DocumentReader
    private let fetcher: any PageFetching

    package init(reader: DocumentReader, fetcher: any PageFetching) {
        self.reader = reader
        self.fetcher = fetcher
    }

    /// Fetches a page and cuts what it says into passages.
    /// - Parameter known: Of the last time; none for the first.
    /// - Returns: Nil when it has not changed since.
    package func read(
        _ url: String, unless known: PageValidators = PageValidators()
    ) async throws(LinkError) -> LinkedDocument? {
        let url = try LinkAddress.checked(url)
        guard let page = try await fetcher.fetch(url, unless: known) else { return nil }
        guard LinkAddress.isReadable(page.mediaType) else {
            throw .unsupported(mediaType: CleanText.line(String((page.mediaType ?? "").prefix(80))))
        }
        do throws(IngestionError) {
            let source = DocumentSource(
                name: LinkAddress.lastPart(page.url), mediaType: page.mediaType, bytes: page.bytes)
            let document = try await reader.read(source)
            return LinkedDocument(url: page.url, validators: page.validators, document: document)
        } catch {
            throw error == .cancelled ? .cancelled : .document(error)
        }
    }
}

/// What people type as a link. Pure.
package enum LinkAddress {
    static let longest = 2048

    /// The link without its fragment, with "https://" before it where nothing is.
    package static func checked(_ text: String) throws(LinkError) -> String {
        var link = text.trimmingSpaces
        guard !link.isEmpty else { throw .invalid(reason: "it is empty") }
        guard link.utf8.count <= longest else { throw .invalid(reason: "it is longer than \(longest) bytes") }
        if !link.contains("://") {
            // "mailto:x" is an address of another kind, "example.org:8080" is one without its beginning.
            if let colon = link.firstIndex(of: ":"), link[link.index(after: colon)...].first?.isNumber != true {
                throw .invalid(reason: "only http and https addresses are")
            }
            link = "https://" + link
        }
        let lowered = link.lowercased()
        guard lowered.hasPrefix("https://") || lowered.hasPrefix("http://") else {
            throw .invalid(reason: "only http and https addresses are")
        }
        guard !link.unicodeScalars.contains(where: { $0.value <= 32 || $0.value == 127 }) else {
            throw .invalid(reason: "there are spaces in it")
        }
        let authority = link.dropFirst(lowered.hasPrefix("https") ? 8 : 7).prefix { !"/?#".contains($0) }
        guard !authority.isEmpty else { throw .invalid(reason: "it names no host") }
        guard !authority.contains("@") else { throw .invalid(reason: "it holds a user's name or password") }
        return link.firstIndex(of: "#").map { String(link[..<$0]) } ?? link
    }

    /// The file's name in an address, without what is asked of it.
    static func lastPart(_ url: String) -> String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        return path.split(separator: "/").last.map(String.init) ?? ""
    }

    /// Pages, texts, PDF and DOCX; also what says nothing of itself, for the content decides.
    static func isReadable(_ mediaType: String?) -> Bool {
        guard let mediaType, !mediaType.isEmpty else { return true }
        let name = mediaType.prefix { $0 != ";" }.lowercased().trimmingSpaces
        return name.hasPrefix("text/") || readable.contains(name)
    }

    private static let readable: Set<String> = [
        "application/xhtml+xml", "application/pdf", "application/x-pdf", "application/octet-stream", "application/csv",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "binary/octet-stream",
    ]
}

extension String {
    fileprivate var trimmingSpaces: String { String(Sentences.trimmed(self[...])) }
}
