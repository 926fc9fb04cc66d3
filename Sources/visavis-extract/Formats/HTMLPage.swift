internal import ExtractWire

enum HTMLPage {
    static func read(_ bytes: [UInt8], charset: String?, into list: inout BlockList) throws(ExtractRefusal) {
        throw .unsupported(found: "a web page")
    }
}
enum PDFPages {
    static func read(_ bytes: [UInt8], into list: inout BlockList) throws(ExtractRefusal) {
        throw .unsupported(found: "a PDF")
    }
}
enum WordDocument {
    static func read(_ bytes: [UInt8], into list: inout BlockList) throws(ExtractRefusal) {
        throw .unsupported(found: "a ZIP archive")
    }
}
