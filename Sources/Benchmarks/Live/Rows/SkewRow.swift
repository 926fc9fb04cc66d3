internal import Core

/// Picture and sound against each other at the receiver, over minutes of mixed speech and idling.
extension LiveBench {
    func measureSkew(into report: inout BenchReport) async throws {
        let (pictures, sounds, onsets) = try await withServer { _, client in
            let visit = try await watchfulVisit(client)
            do {
                let result = try await talkAndIdle(visit)
                await visit.close()
                return result
            } catch {
                await visit.close()
                throw error
            }
        }
        let skew = TransitSkew(
            pictures: pictures.compactMap { picture in picture.sender.map { ($0, picture.arrival) } },
            sounds: sounds.compactMap { sound in sound.sender.map { ($0, sound.arrival) } })
        report.measure("A/V skew over \(BenchReport.short(options.minutes)) min, p95", skew.p95, "ms", .atMost(40))
        report.measure("A/V drift", abs(skew.driftPerHour), "ms/h", .atMost(10))
        report.explain("skew: median, + means the picture is late", skew.median, "ms")
        report.explain("skew: largest of any picture", skew.largest, "ms")
        report.explain("skew: pictures compared", Double(skew.count), "")
        report.explain("skew: voice after lips on the server's clock, median", Statistics.median(onsets), "ms")
        report.explain("skew: utterances", Double(onsets.count), "")
    }

    /// Also gives, per utterance, how long after the first moved lips the first voiced sound stands on the server's
    /// clock, in milliseconds.
    private func talkAndIdle(
        _ visit: Visit
    ) async throws -> (pictures: [Reception.Picture], sounds: [Reception.Sound], onsets: [Double]) {
        var random = SplitMix64(seed: 7)
        var onsets: [Double] = []
        let began = ContinuousClock.now
        let length = Duration.seconds(options.minutes * 60)
        visit.reception.read { ($0.pictures, $0.sounds) = ([], []) }
        var number = 0
        while ContinuousClock.now - began < length {
            progress(LiveFigure.skew.title, min(1, (ContinuousClock.now - began) / length))
            try await visit.rest()
            let pool = number % 2 == 0 ? SpokenTexts.long : SpokenTexts.short
            let call = try await visit.say(pool[Int(random.next() % UInt64(pool.count))])
            let (sound, lips) = try await visit.firstSpeech(after: call.began)
            if let voice = sound.sender, let mouth = lips.sender { onsets.append((voice - mouth).milliseconds) }
            try await visit.finished(call.task)
            try await Task.sleep(for: .milliseconds(1000 + Int(random.next() % 9000)))
            number += 1
        }
        return visit.reception.read { ($0.pictures, $0.sounds, onsets) }
    }
}
