import Core
import Foundation
import Testing

@testable import Avatars

@Suite("Contact sheet")
struct ContactSheetTests {
    static func footage() -> CheckedFootage {
        let analysis = DrawnFootage().analysis()
        let picture = SheetPicture(
            VideoFrame(width: 1920, height: 1080, y: 120), index: 40, mesh: DrawnFootage.mesh())
        return CheckedFootage(
            report: FootageReport(file: "me.mp4", analysis: analysis, partsGiven: false, allowShort: false),
            analysis: analysis, pictures: [picture], thumbnails: [])
    }

    @Test("it is written as a PNG file")
    func writes() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "sheet-\(UUID().uuidString).png").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try ContactSheet.write(Self.footage(), path: path)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]))
        #expect(bytes.count > 10_000)
    }

    @Test("a path that cannot be written is named")
    func refuses() {
        #expect(throws: IntakeError.self) { try ContactSheet.write(Self.footage(), path: "/nowhere/sheet.png") }
    }

    @Test("grey stays grey and limited range becomes full range")
    func colours() {
        let picture = SheetPicture(VideoFrame(width: 640, height: 360, y: 235), index: 0, mesh: nil)
        #expect(picture.raster.pixels.allSatisfy { $0 == 0xffffff })
        #expect(picture.width == 304 && picture.height == 171)
    }
}
