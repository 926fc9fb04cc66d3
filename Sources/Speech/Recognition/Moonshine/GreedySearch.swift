internal import Onnx

/// The likeliest token behind those before, one after the other: for partial texts.
struct GreedySearch {
    let model: MoonshineModel

    /// - Parameters:
    ///   - draft: What an earlier pass over less of the sound found: what of it still holds costs one step together
    ///     (speculative decoding, Leviathan et al. 2023).
    ///   - isWanted: Asked before each step.
    /// - Returns: Nil when it is not wanted any more.
    func tokens(
        in heard: MoonshineModel.Heard, draft: [Int], isWanted: () -> Bool
    ) throws(OnnxError) -> [Int]? {
        var found: [Int] = []
        var cache: DecoderCache?
        // Beginning with the last token that is sure.
        var given = [MoonshineTokens.begin] + draft.prefix(heard.limit)
        while isWanted() {
            let (scores, next) = try model.step([given], heard, cache)
            var kept = 0
            while true {
                let token = try scores.best(1, in: kept)[0].token
                if token == MoonshineTokens.end || found.count >= heard.limit { return found }
                found.append(token)
                // Of the draft, what the model would have written itself.
                guard kept + 1 < given.count, given[kept + 1] == token else { break }
                kept += 1
            }
            cache = kept + 1 < given.count ? try next.cut(to: found.count, in: model.library) : next
            given = [found[found.count - 1]]
        }
        return nil
    }
}
