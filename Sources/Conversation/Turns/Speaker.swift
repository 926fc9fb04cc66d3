/// One whose voice the avatar hears: a viewer's microphone, or another source of sound of the session.
package struct Speaker: Hashable, Comparable, Sendable {
    package let number: Int
    package init(_ number: Int) { self.number = number }
    package static func < (one: Self, other: Self) -> Bool { one.number < other.number }
}
