import CZlib

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
        var bytes: [UInt8] = []
        // Chunks of control and of data share one count.
        var sequence: UInt32 = 0
        func numbered(_ content: [UInt8]) -> [UInt8] {
            defer { sequence += 1 }
            return big(sequence) + content
        }
        for (index, frame) in frames.enumerated() {
            let chunks = try named(PNG.encode(isGrey ? frame : frame.inColour))
            if index == 0 {
                bytes += PNG.magic
                for chunk in chunks where chunk.name == "IHDR" { bytes += written(chunk.name, chunk.content) }
                // 0: over and over.
                bytes += written("acTL", big(UInt32(frames.count)) + big(0))
                for chunk in chunks where !["IHDR", "IDAT", "IEND"].contains(chunk.name) {
                    bytes += written(chunk.name, chunk.content)
                }
            }
            // The whole picture, at its upper left corner, in the place of the one before.
            bytes += written(
                "fcTL",
                numbered(
                    big(UInt32(first.width)) + big(UInt32(first.height)) + big(0) + big(0) + [0, 1]
                        + [UInt8(framesPerSecond >> 8), UInt8(truncatingIfNeeded: framesPerSecond), 0, 0]))
            for chunk in chunks where chunk.name == "IDAT" {
                bytes +=
                    index == 0 ? written("IDAT", chunk.content) : written("fdAT", numbered(Array(chunk.content)))
            }
        }
        return bytes + written("IEND", [])
    }

    /// The names and contents of a file's chunks.
    private static func named(_ file: [UInt8]) throws(PNG.Failure) -> [(name: String, content: ArraySlice<UInt8>)] {
        do throws(FormatError) {
            return try PNG.chunks(file).map { (String(decoding: file[$0.type], as: UTF8.self), file[$0.content]) }
        } catch {
            throw PNG.Failure(description: "PNG: what was written \(error.message)")
        }
    }

    private static func written(_ name: String, _ content: some Collection<UInt8>) -> [UInt8] {
        let named = Array(name.utf8) + content
        let checksum = named.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
        return big(UInt32(content.count)) + named + big(UInt32(checksum))
    }

    private static func big(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
    }
}

extension PixelImage {
    /// In three channels, equal ones where it has one.
    var inColour: PixelImage {
        guard channels == 1 else { return self }
        return PixelImage(width: width, height: height, channels: 3, samples: samples.flatMap { [$0, $0, $0] })
    }
}
