internal import ExtractWire
internal import Glibc

Limits.apply()
let pipes = Pipes()
Sandbox.enter()
pipes.send(.ready(version: ExtractWire.version))
while let request = pipes.waitForRequest() {
    Limits.allow(processorSeconds: request.processorSeconds)
    let recognised = FormatRecognition.recognise(request)
    var blocks = BlockList()
    do throws(ExtractRefusal) {
        let source = try recognised.get()
        try source.read(into: &blocks)
        for portion in blocks.portions { pipes.send(.blocks(portion)) }
        pipes.send(.done(format: source.format, title: blocks.title))
    } catch {
        pipes.send(.refused(error, format: try? recognised.get().format))
    }
}
