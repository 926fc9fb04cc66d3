import Synchronization
import Testing

@testable import Knowledge

@Suite("Work in the background")
struct BackgroundWorkTests {
    @Test("what is asked for during a run is done by another one")
    func again() async {
        let runs = Mutex(0)
        let (gate, opened) = AsyncStream<Void>.makeStream()
        let (begun, begins) = AsyncStream<Void>.makeStream()
        let work = BackgroundWork {
            runs.withLock { $0 += 1 }
            begins.yield()
            for await _ in gate {}
        }
        await work.wake()
        for await _ in begun { break }
        await work.wake()
        await work.wake()
        opened.finish()
        await work.finish()
        #expect(runs.withLock(\.self) >= 2)
    }

    @Test("closing cancels the run, waits for its end, and nothing begins after it")
    func close() async {
        let runs = Mutex(0)
        let (gate, opened) = AsyncStream<Void>.makeStream()
        let (begun, begins) = AsyncStream<Void>.makeStream()
        let work = BackgroundWork {
            runs.withLock { $0 += 1 }
            begins.yield()
            for await _ in gate {}
        }
        await work.wake()
        for await _ in begun { break }
        await work.close()
        await work.wake()
        await work.finish()
        #expect(runs.withLock(\.self) == 1)
        opened.finish()
    }
}
