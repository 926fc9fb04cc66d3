/// A piece of a document as its reader finds it, in the document's order. Texts may hold line breaks and anything that
/// was in the document; `Knowledge` cleans them.
package enum DocumentBlock: Equatable, Sendable {
    /// 1 is the outermost level, 6 the innermost.
    case heading(level: Int, text: String)
    case paragraph(String)
    /// Without its bullet or number; `depth` is 0 for an outermost list.
    case listItem(depth: Int, text: String)
    case tableRow([TableCell])
    /// An entry of a list of questions. `topics`: what its row says besides, such as a category.
    case entry(question: String, answer: String, topics: [String] = [])

    /// Bytes of its texts, as UTF-8.
    package var size: Int {
        switch self {
        case .heading(_, let text), .paragraph(let text), .listItem(_, let text): text.utf8.count
        case .tableRow(let cells): cells.reduce(0) { $0 + $1.header.utf8.count + $1.text.utf8.count }
        case .entry(let question, let answer, let topics):
            question.utf8.count + answer.utf8.count + topics.reduce(0) { $0 + $1.utf8.count }
        }
    }
}

package struct TableCell: Equatable, Sendable {
    /// The column's name; empty where there is none.
    package var header: String
    package var text: String

    package init(header: String, text: String) {
        self.header = header
        self.text = text
    }
}
