/// By which a page is asked for again only when it has changed (RFC 9110, section 13.1).
package struct PageValidators: Equatable, Codable, Sendable {
    package var entityTag: String?
    /// As the server wrote it.
    package var lastModified: String?

    package init(entityTag: String? = nil, lastModified: String? = nil) {
        self.entityTag = entityTag
        self.lastModified = lastModified
    }
}

/// What lies behind a link.
package struct FetchedPage: Equatable, Sendable {
    /// After redirects.
    package var url: String
    package var mediaType: String?
    package var validators: PageValidators
    package var bytes: [UInt8]

    package init(url: String, mediaType: String?, validators: PageValidators = PageValidators(), bytes: [UInt8]) {
        self.url = url
        self.mediaType = mediaType
        self.validators = validators
        self.bytes = bytes
    }
}

/// Gets pages from the network, which Knowledge itself cannot reach.
package protocol PageFetching: Sendable {
    /// - Returns: Nil when the page is as it was when it had these validators.
    func fetch(_ url: String, unless known: PageValidators) async throws(LinkError) -> FetchedPage?
}

/// Why a link was not taken in; each description says what to do.
package enum LinkError: Error, Equatable, CustomStringConvertible {
    case invalid(reason: String)
    /// A private address.
    case refused(host: String)
    case unreachable(reason: String)
    case status(Int)
    case tooLarge(limit: Int)
    case timedOut(seconds: Int)
    case tooManyRedirects
    case unsupported(mediaType: String)
    case document(IngestionError)
    case cancelled

    package var description: String {
        switch self {
        case .invalid(let reason): "the link cannot be followed: \(reason)"
        case .refused(let host):
            "\(host) is a private address; links lead to public ones unless the operator allows more"
        case .unreachable(let reason): "the link's server cannot be reached (\(reason)); check the address"
        case .status(404), .status(410): "there is no page at the link any more; remove it or correct the address"
        case .status(401), .status(403): "the page is not public; save it as a file and add that"
        case .status(let status): "the link's server answers with status \(status); try again later"
        case .tooLarge(let limit): "the page has more than \(limit >> 20) MB; save what matters as a file and add that"
        case .timedOut(let seconds): "the link's server took more than \(seconds) s; try again later"
        case .tooManyRedirects: "the link leads from one address to the next without end; give the last one"
        case .unsupported(let type): "the link leads to \(type), which is not read; give a page, a text or a PDF"
        case .document(let error): error.description
        case .cancelled: "the reading was cancelled"
        }
    }

    /// Whether the same link may well work later without anybody changing it.
    package var isPassing: Bool {
        switch self {
        case .unreachable, .timedOut, .cancelled, .document(.busy), .document(.timedOut): true
        case .status(let status): status == 408 || status == 425 || status == 429 || status >= 500
        default: false
        }
    }
}
