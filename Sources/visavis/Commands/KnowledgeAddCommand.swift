internal import CommandLineInterface
internal import Foundation
internal import HTTP
internal import Knowledge
internal import Operations
internal import Providers
internal import Storage

enum KnowledgeAddCommand: Command {
    static let description = CommandDescription(
        ["knowledge", "add"], summary: "give avatars documents to know",
        details: [
            """
            Text, Markdown, HTML, PDF, DOCX and CSV, from files, folders and links. The same file or link again replaces \
            what it was. It works at once, also beside a running server.
            """
        ],
        operands: [.init("FILE|URL", help: "a document, a folder of documents, or a link", isRepeated: true)],
        options: [KnowledgeFolder.persona] + KnowledgeFolder.options,
        examples: [
            ("visavis knowledge add prices.csv hours.md", "tells all personas"),
            ("visavis knowledge add https://example.com/faq.html", "takes in a page"),
        ],
        exitCodes: [(2, "at least one document cannot be read; the others were taken in")])

    /// Documents in memory at once, at most.
    private static let batch = (documents: 64, bytes: 32 << 20)
    private static let suffixes: Set<String> = ["txt", "md", "markdown", "html", "htm", "pdf", "docx", "csv", "tsv"]

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let configuration = try KnowledgeFolder.configuration(arguments)
        let store = try KnowledgeFolder.open(configuration)
        let places = arguments.operands.flatMap(documents)
        let extract = configuration.paths.extract
        let reader = DocumentReader(executable: extract.isEmpty ? nil : extract)
        let client = HTTPClient(
            egress: Egress(allowing: configuration.outgoing.allow.compactMap(Egress.Allowance.init)))
        let links = LinkReader(reader: reader, fetcher: PageFetcher(client: client))
        let persona = KnowledgeFolder.persona(arguments)
        var batch: [NewDocument] = []
        var failures = 0
        for (number, place) in places.enumerated() {
            do {
                batch.append(
                    isLink(place)
                        ? try await page(place, links, persona: persona)
                        : try await file(place, reader, persona: persona))
            } catch  where !(error is CancellationError) && !Task.isCancelled {
                failures += 1
                shell.complain("\(ErrorText.oneLine(place)): \(ErrorText.line(for: error))")
            }
            let isFull = batch.count == Self.batch.documents || batch.reduce(0) { $0 + $1.bytes } >= Self.batch.bytes
            if isFull || number == places.count - 1 {
                for stored in try await store.add(batch) { shell.print(line(stored)) }
                batch = []
            }
            if places.count > 1 {
                shell.progress.report("taking in \(places.count) documents", Double(number + 1) / Double(places.count))
            }
        }
        await reader.close()
        if places.count > failures {
            shell.progress.report("learning what they mean; stopped, the server goes on with it", nil)
            await store.embedMissing()
        }
        shell.progress.finish()
        return failures == 0 ? .success : .unreadable
    }

    private static func line(_ stored: StoredDocument) -> String {
        let document = stored.document
        let passages = document.passages == 1 ? "1 passage" : "\(document.passages) passages"
        return
            "\(stored.change.rawValue.padded(to: 9))  \(document.id)  \(ErrorText.oneLine(document.title)) (\(passages))"
    }

    private static func isLink(_ place: String) -> Bool {
        place.lowercased().hasPrefix("http://") || place.lowercased().hasPrefix("https://")
    }

    /// The documents in a folder, hidden ones left out; anything else as it is.
    private static func documents(at place: String) -> [String] {
        var isFolder: ObjCBool = false
        guard !isLink(place), FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), isFolder.boolValue
        else { return [place] }
        let folder = URL(fileURLWithPath: place, isDirectory: true)
        let files = FileManager.default.enumerator(
            at: folder, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles, .skipsPackageDescendants])
        let found = (files?.allObjects ?? []).compactMap { ($0 as? URL)?.path }
        return found.filter { suffixes.contains(URL(fileURLWithPath: $0).pathExtension.lowercased()) }.sorted()
    }

    private static func file(
        _ place: String, _ reader: DocumentReader, persona: String?
    ) async throws -> NewDocument {
        let url = URL(fileURLWithPath: place)
        let size = (try? FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int) ?? 0
        let limit = IngestionLimits().documentSize
        guard size <= limit else { throw IngestionError.tooLarge(bytes: size, limit: limit) }
        guard let bytes = FileManager.default.contents(atPath: url.path) else {
            throw CommandError.cannotRead(path: place, reason: "there is no such file, or it is closed to you")
        }
        let source = DocumentSource(name: url.lastPathComponent, bytes: [UInt8](bytes))
        return NewDocument(
            try await reader.read(source), from: source, name: url.standardizedFileURL.path, persona: persona)
    }

    private static func page(_ link: String, _ links: LinkReader, persona: String?) async throws -> NewDocument {
        guard let page = try await links.read(link) else { throw LinkError.status(304) }
        return NewDocument(page, link: try LinkAddress.checked(link), persona: persona)
    }
}
