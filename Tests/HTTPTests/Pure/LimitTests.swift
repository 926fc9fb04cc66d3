import Testing

@testable import HTTP

@Suite struct LimitTests {
    @Test("a bucket lets its capacity through at once and its rate afterwards")
    func bucket() {
        var bucket = TokenBucket(capacity: 3, perSecond: 2, now: .zero)
        #expect((0..<3).allSatisfy { _ in bucket.take(at: .zero) == nil })
        #expect(bucket.take(at: .zero) == .milliseconds(500))
        #expect(bucket.take(at: .milliseconds(250)) == .milliseconds(250))
        #expect(bucket.take(at: .milliseconds(500)) == nil)
        #expect(bucket.take(at: .milliseconds(500)) != nil)
        #expect((0..<3).allSatisfy { _ in bucket.take(at: .seconds(100)) == nil })
        #expect(bucket.take(at: .seconds(100)) != nil)
        #expect(bucket.take(at: .zero) != nil)
    }

    @Test("keys do not share, and a flood of keys does not lock others out or grow without end")
    func limit() {
        var limit = RateLimit(capacity: 1, perSecond: 1, maximumKeys: 100)
        #expect(limit.admit("a", at: .zero) == nil)
        #expect(limit.admit("a", at: .zero) != nil)
        #expect(limit.admit("b", at: .zero) == nil)
        for number in 0..<1000 { #expect(limit.admit("k\(number)", at: .zero) == nil) }
        #expect(limit.admit("a", at: .milliseconds(10)) != nil)
        #expect(limit.admit("new", at: .seconds(10)) == nil)
        #expect(limit.admit("new", at: .seconds(10)) != nil)
    }

    @Test("the answer says when to come again, in whole seconds", arguments: [(10, "1"), (1000, "1"), (1001, "2")])
    func retryAfter(milliseconds: Int, header: String) {
        let response = RateLimit.response(retryAfter: .milliseconds(milliseconds), message: "slow down")
        #expect(response.status == 429)
        #expect(response.headers["Retry-After"] == header)
    }

    static var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.connections = 8
        limits.connectionsPerAddress = 4
        return limits
    }

    @Test("one address gets its share, this machine all of it; beyond it they are told, far beyond refused")
    func admission() {
        var table = ConnectionTable(limits: Self.limits)
        let own = (0..<6).map { table.admit($0, address: "192.0.2.1", isLoopback: false, at: .zero) }
        #expect(own == [.welcome, .welcome, .welcome, .welcome, .surplus, .refused])
        let local = (10..<16).map { table.admit($0, address: "127.0.0.1", isLoopback: true, at: .zero) }
        #expect(local == [.welcome, .welcome, .welcome, .surplus, .surplus, .refused])
        #expect(table.count == 10)
        for id in 0..<20 { table.remove(id) }
        #expect(table.count == 0)
        #expect(table.admit(1, address: "192.0.2.1", isLoopback: false, at: .zero) == .welcome)
    }

    @Test("a phase that lasts too long is expired; entering the next one starts anew")
    func phases() {
        var table = ConnectionTable(limits: Self.limits)
        _ = table.admit(1, address: "a", isLoopback: false, at: .zero)
        #expect(table.expired(at: .seconds(9)).isEmpty)
        #expect(table.expired(at: .seconds(10)).map(\.phase) == [.head])
        table.enter(.body, 1, at: .seconds(9), within: .seconds(5))
        #expect(table.expired(at: .seconds(13)).isEmpty)
        #expect(table.expired(at: .seconds(14)).map(\.phase) == [.body])
    }

    @Test("when all places are taken the longest idle connection is the one to give up")
    func eviction() {
        var table = ConnectionTable(limits: Self.limits)
        for id in 0..<8 {
            _ = table.admit(id, address: "127.0.0.1", isLoopback: true, at: .zero)
            if id == 7 { break }
            #expect(table.longestIdle() == nil)
        }
        #expect(table.longestIdle() == nil)
        table.enter(.idle, 3, at: .seconds(2), within: .seconds(60))
        table.enter(.idle, 5, at: .seconds(1), within: .seconds(60))
        #expect(table.longestIdle() == 5)
    }

    @Test("large bodies get more time")
    func bodyTime() {
        #expect(HTTPLimits().time(.seconds(15), bytes: 16 * 1024 * 10) == .seconds(25))
    }
}
