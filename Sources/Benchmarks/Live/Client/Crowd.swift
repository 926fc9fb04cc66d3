/// Many visits to one server that only count what comes.
actor Crowd {
    private let client: V1Client
    private let wishes: Visit.Wishes
    private(set) var visits: [Visit] = []
    /// Tasks sent to each visit, in the order of `visits`.
    private var sent: [Int] = []
    private static let atOnce = 4
    /// Tasks of about twenty seconds that wait or are spoken in every session that is to go on speaking.
    private static let ahead = 3

    init(_ client: V1Client, avatar: String, quality: String = "high") {
        self.client = client
        wishes = Visit.Wishes(avatar: avatar, quality: quality)
    }

    /// Opens or closes sessions until there are `count`.
    func grow(to count: Int) async throws {
        while visits.count > count {
            let visit = visits.removeLast()
            sent.removeLast()
            await visit.close()
        }
        while visits.count < count {
            let number = min(Self.atOnce, count - visits.count)
            let opened = await Self.open(number, client, wishes)
            // Those that did open are kept, so that they are closed.
            for case .success(let visit) in opened {
                visits.append(visit)
                sent.append(0)
            }
            for case .failure(let error) in opened { throw error }
        }
    }

    private static func open(
        _ count: Int, _ client: V1Client, _ wishes: Visit.Wishes
    ) async -> [Result<Visit, any Error>] {
        await withTaskGroup(of: Result<Visit, any Error>.self) { group in
            for _ in 0..<count {
                group.addTask {
                    do { return .success(try await Visit.open(client, wishes)) } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Gives every session enough to say for the next minute.
    func keepSpeaking() async throws {
        for (index, visit) in visits.enumerated() {
            while sent[index] - visit.reception.read({ $0.ended }) < Self.ahead {
                _ = try await visit.say(SpokenTexts.lecture(index + sent[index]))
                sent[index] += 1
            }
        }
    }

    /// Pictures so far and the longest gap between two of them in nanoseconds since this was last asked, per visit.
    func takeCounts() -> [(pictures: Int, gap: Int64)] {
        visits.map { visit in
            visit.reception.read { state in
                defer { state.longestGap = 0 }
                return (state.pictureCount, state.longestGap)
            }
        }
    }

    func close() async {
        await withTaskGroup(of: Void.self) { group in
            for visit in visits { group.addTask { await visit.close() } }
        }
        visits = []
        sent = []
    }
}
