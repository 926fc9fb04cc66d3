internal import EspeakWire
internal import Glibc

Limits.apply()
let pipes = Pipes()
guard let speaker = Speaker(pipes: pipes) else {
    pipes.send(.broken(reason: "espeak-ng finds no voice data; install espeak-ng-data"))
    exit(69)
}
pipes.send(
    .ready(version: EspeakWire.version, sampleRate: UInt32(speaker.sampleRate), engine: speaker.engine))
while true {
    switch pipes.waitForRequest() {
    case .speak(let request): speaker.speak(request)
    case .transcribe(let id, let voice, let text): speaker.transcribe(id, voice: voice, text)
    // What it would cancel is done already.
    case .cancel: continue
    case nil: exit(0)
    }
}
