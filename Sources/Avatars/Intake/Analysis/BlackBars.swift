/// Borders of a picture that are never anything but black, as shares of its height and width.
package struct BlackBars: Equatable, Codable, Sendable {
    package var top: Double
    package var bottom: Double
    package var left: Double
    package var right: Double

    package static let none = BlackBars(top: 0, bottom: 0, left: 0, right: 0)

    /// Black is 16; coding noise lifts it by up to 2.
    private static let black: UInt8 = 18

    package init(top: Double, bottom: Double, left: Double, right: Double) {
        (self.top, self.bottom, self.left, self.right) = (top, bottom, left, right)
    }

    init(_ brightest: Thumbnail) {
        let (width, height) = (brightest.width, brightest.height)
        func isBlackRow(_ y: Int) -> Bool { (0..<width).allSatisfy { brightest.luma[y * width + $0] <= Self.black } }
        func isBlackColumn(_ x: Int) -> Bool {
            (0..<height).allSatisfy { brightest.luma[$0 * width + x] <= Self.black }
        }
        let top = (0..<height).first { !isBlackRow($0) } ?? height
        let bottom = (0..<height).first { !isBlackRow(height - 1 - $0) } ?? height
        let left = (0..<width).first { !isBlackColumn($0) } ?? width
        let right = (0..<width).first { !isBlackColumn(width - 1 - $0) } ?? width
        self.init(
            top: Double(top) / Double(height), bottom: Double(bottom) / Double(height),
            left: Double(left) / Double(width), right: Double(right) / Double(width))
    }

    package var largest: Double { max(top, bottom, left, right) }
}
