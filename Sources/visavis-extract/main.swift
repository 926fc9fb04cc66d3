internal import ExtractWire
internal import Subprocess

Limits.apply()
// A request is longer than its document by its names.
let parent = ParentChannel(longestFrame: ExtractWire.longestDocument + 4096)
Sandbox.enter()
parent.send(ExtractReply.ready(version: ExtractWire.version).frame)
while let request = parent.wait(for: ExtractRequest.init(frame:)) {
    Limits.allow(processorSeconds: request.processorSeconds)
    let recognised = FormatRecognition.recognise(request)
    var blocks = BlockList()
    do throws(ExtractRefusal) {
        let source = try recognised.get()
        try source.read(into: &blocks)
        for portion in blocks.portions { parent.send(ExtractReply.blocks(portion).frame) }
        parent.send(ExtractReply.done(format: source.format, title: blocks.title).frame)
    } catch {
        parent.send(ExtractReply.refused(error, format: try? recognised.get().format).frame)
    }
}
