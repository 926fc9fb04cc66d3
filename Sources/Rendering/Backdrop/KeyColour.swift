/// The colour of a green or blue screen: limited-range BT.709.
package struct KeyColour: Codable, Equatable, Sendable {
    package var y: UInt8
    package var u: UInt8
    package var v: UInt8

    package init(y: UInt8, u: UInt8, v: UInt8) {
        self.y = y
        self.u = u
        self.v = v
    }
}
