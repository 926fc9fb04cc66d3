import Benchmarks
import Foundation
import Testing

@Suite("Figures of a server process")
struct ServerFiguresTests {
    @Test("processor time and threads are read behind a name that holds anything")
    func stat() throws {
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        let line = "42 (a) b (c 1) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 7 0 100 1000 10"
        let fields = try #require(StatFields(line))
        #expect(fields.name == "a) b (c 1")
        #expect(fields.processorSeconds == 300 / ticks)
        #expect(fields.threads == 7)
        #expect(StatFields("42 (cut") == nil)
        #expect(StatFields("42 (cut) S 1") == nil)
        #expect(StatFields("") == nil)
    }

    @Test("this process can be read, one that is not there cannot")
    func processes() throws {
        let own = try #require(ProcessFigures(of: ProcessInfo.processInfo.processIdentifier))
        #expect(own.residentKB > 1000)
        #expect(own.proportionalKB <= own.residentKB)
        #expect(own.threads >= 1)
        #expect(own.descriptors >= 3)
        #expect(ProcessFigures(of: -1) == nil)
    }

    @Test("lists of processors are read as the kernel writes them")
    func processors() {
        #expect(ProcessorSet.list("0-2,5") == [0, 1, 2, 5])
        #expect(ProcessorSet.list("3") == [3])
        #expect(ProcessorSet.list("") == [])
        #expect(!ProcessorSet.available.isEmpty)
    }

    let page = MetricsPage(
        """
        # HELP visavis_frames_total Pictures.
        # TYPE visavis_frames_total counter
        visavis_frames_total{state="idle"} 100
        visavis_frames_total{state="talking"} 25
        visavis_frames_total_more 7
        visavis_render_seconds_bucket{le="0.001"} 3
        visavis_render_seconds_sum 0.5
        visavis_render_seconds_count 4
        """)

    @Test("series of a family are summed, those of others are not")
    func sums() {
        #expect(page.sum("visavis_frames_total") == 125)
        #expect(page.sum("visavis_frames_total", label: "state=\"idle\"") == 100)
        #expect(page.sum("visavis_none") == 0)
        #expect(page.has("visavis_frames_total"))
        #expect(!page.has("visavis_frames"))
    }

    @Test("the mean of what a histogram took in between is exact")
    func means() {
        let later = MetricsPage("visavis_render_seconds_sum 0.7\nvisavis_render_seconds_count 5\n")
        #expect(abs((later.mean(of: "visavis_render_seconds", since: page) ?? 0) - 0.2) < 1e-12)
        #expect(page.mean(of: "visavis_render_seconds", since: page) == nil)
    }
}
