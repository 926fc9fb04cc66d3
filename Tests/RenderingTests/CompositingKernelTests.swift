import CFaceKernels
import Glibc
import Testing

@Suite("Face kernels")
struct CompositingKernelTests {
    @Test("sampling never leaves the plane, whatever the coordinates", arguments: [true, false], [true, false])
    func staysInside(isAtEnd: Bool, isCubic: Bool) throws {
        // The plane touches a page that may not be read: one step outside ends the process.
        let page = Int(getpagesize())
        let (width, height) = (52, 60)
        let memory = try #require(
            mmap(nil, 3 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "no memory for the guard pages")
        defer { munmap(memory, 3 * page) }
        try #require(mprotect(memory + page, page, PROT_READ | PROT_WRITE) == 0)
        let start = memory + (isAtEnd ? 2 * page - width * height : page)
        let plane = start.bindMemory(to: UInt8.self, capacity: width * height)
        for index in 0..<(width * height) { plane[index] = 100 }
        var source = cfk_source(
            samples: plane, width: Int32(width), height: Int32(height), stride: Int32(width), offset_x: 0.5,
            offset_y: 0.5, scale: 1)
        var region = cfk_region(
            columns: 6, rows: 6, step: 8, pitch: 1, width: 48, height: 48, phase_x: 0.5, phase_y: 0.5)
        var random = SeededGenerator(state: 7)
        var taps: [Float] = []
        for _ in 0...Int(CFK_PHASES) { taps += [0, 0.5, 0.5, 0] }
        var target = [Float](repeating: 0, count: 48 * 48)
        let cells = [UInt8](repeating: 1, count: 36)
        for round in 0..<40 {
            let spread: Float = round % 2 == 0 ? 80 : 1e6
            var x = (0..<49).map { _ in Float.random(in: -spread...spread, using: &random) }
            let y = (0..<49).map { _ in Float.random(in: -spread...spread, using: &random) }
            x[round] = round % 4 == 0 ? .nan : .infinity
            cfk_warp(&source, &region, cells, x, y, isCubic ? taps : nil, 1, 0, &target)
            #expect(target.allSatisfy { abs($0 - 100) < 0.01 })
        }
    }

    @Test("the solver solves, and says when it cannot")
    func solver() {
        var matrix: [Float] = [4, 0, 0, 1, 3, 0, 0.5, 1, 2]
        // Right-hand sides of x = (1, −2, 3) and (0, 1, 0).
        var sides: [Float] = [4 - 2 + 1.5, 1 - 6 + 3, 0.5 - 2 + 6, 1, 3, 1]
        #expect(cfk_solve(3, &matrix, 2, &sides) == 0)
        let wanted: [Float] = [1, -2, 3, 0, 1, 0]
        #expect(zip(sides, wanted).allSatisfy { abs($0 - $1) < 1e-5 })
        var singular: [Float] = [1, 0, 1, 1]
        var side: [Float] = [1, 1]
        #expect(cfk_solve(2, &singular, 1, &side) == 1)
    }
}
