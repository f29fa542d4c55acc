/// Several pictures of one size, shown one after another and over again: an animated PNG (PNG Specification, third
/// edition, 2025, chunks acTL, fcTL and fdAT). Programs that know no animation show the first.
public enum AnimatedPNG {
    /// - Parameters:
    ///   - frames: at least one; where some are grey and others are not all are written in colour.
    ///   - framesPerSecond: how fast they follow each other.
    public static func encode(_ frames: [PixelImage], framesPerSecond: UInt16 = 8) throws(PNG.Failure) -> [UInt8] {
        guard let first = frames.first else { throw PNG.Failure(description: "PNG: an animation without pictures") }
        guard frames.count > 1 else { return try PNG.encode(first) }
        precondition(frames.allSatisfy { ($0.width, $0.height) == (first.width, first.height) }, "frames of one size")
        let isGrey = frames.allSatisfy { $0.channels == 1 }
        // Chunks of control and of data share one count.
        var sequence: UInt32 = 0
        func numbered(_ name: String, _ content: [UInt8]) -> [UInt8] {
            defer { sequence += 1 }
            return PNG.chunk(name, PNG.big(sequence) + content)
        }
        var bytes = PNG.magic + PNG.header(isGrey ? first : first.inColour)
        // 0: over and over.
        bytes += PNG.chunk("acTL", PNG.big(UInt32(frames.count)) + PNG.big(0))
        for (index, frame) in frames.enumerated() {
            // The whole picture, at its upper left corner, in the place of the one before.
            let size = PNG.big(UInt32(first.width)) + PNG.big(UInt32(first.height))
            let rate: [UInt8] = [0, 1, UInt8(framesPerSecond >> 8), UInt8(truncatingIfNeeded: framesPerSecond)]
            bytes += numbered("fcTL", size + PNG.big(0) + PNG.big(0) + rate + [0, 0])
            let content = try PNG.compressed(isGrey ? frame : frame.inColour)
            bytes += index == 0 ? PNG.chunk("IDAT", content) : numbered("fdAT", content)
        }
        return bytes + PNG.end
    }
}

extension PixelImage {
    /// In three channels, equal ones where it has one.
    var inColour: PixelImage {
        guard channels == 1 else { return self }
        return PixelImage(width: width, height: height, channels: 3, samples: samples.flatMap { [$0, $0, $0] })
    }
}
