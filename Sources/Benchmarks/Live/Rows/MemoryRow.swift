/// Memory of one more session: the slope of the server's resident memory over their number.
extension LiveBench {
    /// Seconds that one session speaks before speaking sessions are counted.
    private static let warmUp = 45.0

    func measureMemory(into report: inout BenchReport) async throws {
        let idle = try await growth(over: [5, 10, 20, 30, 40], settling: 3, isSpeaking: false)
        report.measure("memory per idle session", idle.slope, "MB", .atMost(4))
        report.explain("memory: server before the first session", idle.start, "MB")
        report.explain("memory: with 40 idle sessions", idle.end, "MB")
        let speaking = try await growth(over: [1, 2, 3, 4, 5, 6], settling: 8, isSpeaking: true)
        report.measure("memory per speaking session", speaking.slope, "MB", .atMost(40))
        report.explain("memory: with 6 speaking sessions", speaking.end, "MB")
    }

    private func growth(
        over numbers: [Int], settling: Double, isSpeaking: Bool
    ) async throws -> (slope: Double, start: Double, end: Double) {
        try await withServer { server, client in
            let crowd = Crowd(client, avatar: options.avatar)
            do {
                let start = try Self.megabytes(server)
                if isSpeaking {
                    // Decoded mouths are shared by all sessions of an avatar; one session fills most of their store.
                    try await crowd.grow(to: 1)
                    try await crowd.keepSpeaking()
                    try await Task.sleep(for: .seconds(Self.warmUp))
                }
                var points: [(x: Double, y: Double)] = []
                for number in numbers {
                    progress("\(LiveFigure.memory.title): \(number)", nil)
                    try await crowd.grow(to: number)
                    if isSpeaking { try await crowd.keepSpeaking() }
                    try await Task.sleep(for: .seconds(settling))
                    points.append((Double(number), try Self.megabytes(server)))
                }
                await crowd.close()
                return (Statistics.slope(points), start, points.last?.y ?? .nan)
            } catch {
                await crowd.close()
                throw error
            }
        }
    }

    private static func megabytes(_ server: ServerProcess) throws -> Double {
        Double(try server.figures().residentKB) / 1024
    }
}
