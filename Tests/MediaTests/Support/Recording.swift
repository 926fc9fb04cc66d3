import Core
import Foundation

@testable import Media

/// Files made by GStreamer at run time.
enum Recording {
    struct Failed: Error { var text: String }

    /// Runs a pipeline with `filesink name=out`, and `filesrc name=in` where there is an input, to its end.
    static func make(_ path: String, _ description: String, input: String? = nil) throws {
        let pipeline = try Pipeline(description)
        pipeline.set("out", "location", path)
        if let input { pipeline.set("in", "location", input) }
        pipeline.play()
        while true {
            switch pipeline.nextMessage(within: 20_000) {
            case .ended: return
            case .failed(let failure): throw Failed(text: failure.text)
            case .prerolled: continue
            case nil: throw Failed(text: "no end in 20 s")
            }
        }
    }

    static func video(frames: Int, rate: Int = 25, width: Int = 320, height: Int = 240) -> String {
        """
        videotestsrc num-buffers=\(frames) pattern=ball ! video/x-raw,format=I420,width=\(width),height=\(height),\
        framerate=\(rate)/1 ! x264enc speed-preset=ultrafast key-int-max=25 threads=1 ! h264parse
        """
    }

    static func audio(seconds: Int, rate: Int = 48000, channels: Int = 1) -> String {
        """
        audiotestsrc num-buffers=\(seconds * 10) samplesperbuffer=\(rate / 10) freq=440 ! \
        audio/x-raw,rate=\(rate),channels=\(channels) ! audioconvert
        """
    }

    /// Two seconds of MP4: 320×240 at 25 fps, mono AAC.
    static func short(_ path: String) throws {
        try make(
            path,
            """
            mp4mux name=mux faststart=true ! filesink name=out \
            \(video(frames: 50)) ! mux. \(audio(seconds: 2)) ! avenc_aac ! aacparse ! mux.
            """)
    }

    /// A frame whose picture is of one brightness.
    static func flat(_ luma: UInt8, width: Int = 320, height: Int = 240) -> VideoFrame {
        VideoFrame(width: width, height: height, y: luma)
    }

    /// A picture with edges and a gradient, different for every `number`.
    static func pattern(_ number: Int, width: Int = 320, height: Int = 240) -> VideoFrame {
        var frame = VideoFrame(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let isBright = ((x + number * 3) / 32 + y / 32) % 2 == 0
                frame.bytes[y * width + x] = UInt8(40 + (isBright ? 120 : 0) + (x * 30) / width)
            }
        }
        return frame
    }
}

extension VideoFrame {
    /// Mean of the luma plane.
    var brightness: Double {
        Double(bytes[0..<(width * height)].reduce(0) { $0 + Int($1) }) / Double(width * height)
    }

    /// Peak signal-to-noise ratio of the luma plane against `other`, in dB.
    func lumaPSNR(_ other: VideoFrame) -> Double {
        let count = width * height
        let error = (0..<count).reduce(0.0) { sum, index in
            let difference = Double(bytes[index]) - Double(other.bytes[index])
            return sum + difference * difference
        }
        return error == 0 ? .infinity : 10 * log10(255 * 255 * Double(count) / error)
    }
}

extension FootageReader {
    func all() throws(MediaError) -> [VideoFrame] {
        var frames: [VideoFrame] = []
        while let frame = try next() { frames.append(frame) }
        return frames
    }
}
