internal import Knowledge

/// The process that reads documents: it is there, of this version, and reads one.
enum DocumentCheck {
    static func examine(_ configuration: Configuration) async -> Examination {
        let helper = configuration.paths.extract
        let reader = DocumentReader(executable: helper.isEmpty ? nil : helper)
        let found = await examine(reader)
        await reader.close()
        return found
    }

    private static func examine(_ reader: DocumentReader) async -> Examination {
        let page = "<!doctype html><title>Hours</title><h1>Hours</h1><p>We open at nine in the morning.</p>"
        do {
            let read = try await reader.read(DocumentSource(name: "hours.html", bytes: Array(page.utf8)))
            guard read.passages.contains(where: { $0.text.contains("nine in the morning") }) else {
                return Examination(
                    "documents", .broken, "visavis-extract loses the text of a page", advice: "install Visavis again")
            }
            return .fine("documents", "visavis-extract reads documents")
        } catch {
            return Examination(
                "documents", .broken, "\(error)",
                advice:
                    "build visavis-extract of the same version and put it beside visavis, or name it in paths.extract")
        }
    }
}
