internal import CommandLineInterface
internal import Foundation
internal import HTTP
internal import Knowledge
internal import Operations
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
        var batch: [NewDocument] = []
        var failures = 0
        for (number, place) in places.enumerated() {
            do {
                let source = try await source(of: place, client)
                let isLink = isLink(place)
                let name = isLink ? place : URL(fileURLWithPath: place).standardizedFileURL.path
                batch.append(
                    NewDocument(
                        try await reader.read(source), from: source, name: name, url: isLink ? place : nil,
                        persona: KnowledgeFolder.persona(arguments)))
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
        shell.progress.finish()
        await reader.close()
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

    private static func source(of place: String, _ client: HTTPClient) async throws -> DocumentSource {
        guard isLink(place) else {
            let path = URL(fileURLWithPath: place).path
            let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
            let limit = IngestionLimits().documentSize
            guard size <= limit else { throw IngestionError.tooLarge(bytes: size, limit: limit) }
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw CommandError.cannotRead(path: place, reason: "there is no such file, or it is closed to you")
            }
            return DocumentSource(name: URL(fileURLWithPath: path).lastPathComponent, bytes: [UInt8](bytes))
        }
        let request = OutgoingRequest(
            .get, place,
            headers: ["Accept": "text/html, text/markdown, text/plain, text/csv, application/pdf, */*;q=0.5"],
            reach: .untrusted, maximumBody: IngestionLimits().documentSize)
        let response = try await client.send(request)
        guard (200..<300).contains(response.status) else {
            throw CommandError.cannotRead(path: place, reason: "the other side answers with HTTP \(response.status)")
        }
        let name = URL(string: response.url)?.lastPathComponent ?? ""
        return DocumentSource(
            name: name.isEmpty || name == "/" ? (URL(string: place)?.host() ?? place) : name,
            mediaType: response.headers["Content-Type"], bytes: response.body)
    }
}
