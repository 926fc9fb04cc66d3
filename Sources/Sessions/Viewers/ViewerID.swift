/// Names a viewer within its session, from 1 in the order in which they came.
package struct ViewerID: Hashable, Comparable, Sendable {
    package let number: Int
    package init(_ number: Int) { self.number = number }
    package static func < (one: Self, other: Self) -> Bool { one.number < other.number }
}
