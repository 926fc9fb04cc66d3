internal import CXML
internal import ExtractWire

/// A walk through XML by libxml2's reader: nothing outside is loaded, a document type (and with it every entity) is
/// refused, and elements more than 256 deep are refused by the library.
struct XMLEvents: ~Copyable {
    enum Event {
        case start(isEmpty: Bool)
        case end
        case text
    }

    private let reader: xmlTextReaderPtr

    /// - Parameter bytes: Must outlive this.
    init(_ bytes: UnsafeRawBufferPointer) throws(ExtractRefusal) {
        let options = [XML_PARSE_NONET, XML_PARSE_NOERROR, XML_PARSE_NOWARNING, XML_PARSE_COMPACT].reduce(0) {
            $0 | $1.rawValue
        }
        let reader = xmlReaderForMemory(
            bytes.bindMemory(to: CChar.self).baseAddress, CInt(bytes.count), nil, nil, CInt(options))
        guard let reader else { throw .damaged(detail: "its XML cannot be read") }
        self.reader = reader
    }

    deinit { xmlFreeTextReader(reader) }

    /// Nil at the end.
    func next() throws(ExtractRefusal) -> Event? {
        while true {
            switch xmlTextReaderRead(reader) {
            case 0: return nil
            case 1: break
            default: throw .damaged(detail: "its XML is broken or nested too deep")
            }
            switch xmlTextReaderNodeType(reader) {
            case CInt(XML_READER_TYPE_ELEMENT.rawValue):
                return .start(isEmpty: xmlTextReaderIsEmptyElement(reader) == 1)
            case CInt(XML_READER_TYPE_END_ELEMENT.rawValue): return .end
            case CInt(XML_READER_TYPE_TEXT.rawValue), CInt(XML_READER_TYPE_CDATA.rawValue),
                CInt(XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue):
                return .text
            case CInt(XML_READER_TYPE_DOCUMENT_TYPE.rawValue), CInt(XML_READER_TYPE_ENTITY_REFERENCE.rawValue):
                throw .damaged(detail: "it defines entities, which no DOCX file may")
            default: continue
            }
        }
    }

    /// Without its prefix.
    var name: String { xmlTextReaderConstLocalName(reader).map { String(cString: $0) } ?? "" }
    var text: String { xmlTextReaderConstValue(reader).map { String(cString: $0) } ?? "" }
    var depth: Int { Int(xmlTextReaderDepth(reader)) }

    /// An attribute of WordprocessingML.
    func attribute(_ name: String) -> String? {
        guard let value = xmlTextReaderGetAttribute(reader, "w:" + name) else { return nil }
        defer { xml_release(value) }
        return String(cString: value)
    }
}
