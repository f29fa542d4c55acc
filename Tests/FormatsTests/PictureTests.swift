import CZlib
import Testing

@testable import Formats

/// Pictures against Pillow's reading of them.
@Suite struct PictureTests {
    private static func bytes(_ file: PillowFile) -> [UInt8] {
        let digits = Array(file.hexadecimal)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }

    private static func numbers(_ text: String) -> [Float] { text.split(separator: " ").compactMap { Float($0) } }

    private static func farthest(_ a: [Float], _ b: [Float]) -> Float {
        a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
    }

    @Test(arguments: PillowFile.all) func valuesAreThoseOfPillow(_ file: PillowFile) throws {
        let picture = try PictureFile.decode(Self.bytes(file))
        #expect((picture.width, picture.height, picture.channels) == (file.width, file.height, file.channels))
        // Versions of libjpeg may round the colours of a JPEG otherwise.
        let isJPEG = Self.bytes(file).starts(with: JPEG.magic)
        #expect(Self.farthest(picture.values, Self.numbers(file.values)) <= (isJPEG ? 1 : 0.01))
        // Resizing alone: of the values that were expected.
        let expected = Picture(
            width: file.width, height: file.height, channels: file.channels, values: Self.numbers(file.values))
        #expect(Self.farthest(expected.fitted(width: 5, height: 4).values, Self.numbers(file.small)) < 0.01)
        #expect(Self.farthest(expected.fitted(width: 12, height: 16).values, Self.numbers(file.large)) < 0.01)
    }

    /// Of no more memory than the bytes can need.
    @Test func aHeaderThatPromisesTooMuchIsRefused() throws {
        var bytes = try PNG.encode(PixelImage(width: 2, height: 1, channels: 1, samples: [1, 2]))
        let size = try #require(try PNG.chunks(bytes).first).content
        // 8,000 by 8,000, with the checksum that belongs to it.
        bytes.replaceSubrange(size.prefix(8), with: [0, 0, 0x1f, 0x40, 0, 0, 0x1f, 0x40])
        let checksum = bytes[size.lowerBound - 4..<size.upperBound].withUnsafeBufferPointer {
            crc32_z(0, $0.baseAddress, $0.count)
        }
        let end = size.upperBound
        bytes.replaceSubrange(end..<end + 4, with: (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (24 - 8 * $0)) })
        let error = #expect(throws: FormatError.self) { try PictureFile.decode(bytes) }
        #expect(error?.message.contains("8000 x 8000 pixels by its header") == true, "\(error as Any)")
    }

    @Test func redIsSeventySix() {
        let red = Picture(width: 1, height: 1, channels: 3, values: [255, 0, 0])
        #expect(abs(red.grey.values[0] - 76.245) < 0.001)
        #expect(red.grey.isGrey && !red.isGrey && red.grey.colour.isGrey)
    }

    @Test func aPatternBlursRatherThanAliases() {
        let stripes = Picture(width: 64, height: 64, channels: 1, values: (0..<4096).map { $0 % 2 == 0 ? 0 : 255 })
        let small = stripes.fitted(width: 4, height: 4)
        #expect(small.values.allSatisfy { abs($0 - 127.5) < 3 }, "\(small.values)")
    }

    /// In bytes the half of 0 and 1 would be 1: pictures become brighter by half a step each time they are halved.
    @Test func halvingDoesNotBrighten() {
        var picture = Picture(width: 64, height: 64, channels: 1, values: (0..<4096).map { Float($0 % 7 % 2) })
        let before = picture.values.reduce(0, +) / 4096
        for size in [32, 16, 8, 4] { picture = picture.fitted(width: size, height: size) }
        #expect(abs(picture.values.reduce(0, +) / 16 - before) < 0.02)
    }

    /// Frames that are equal stay frames: whoever counts them finds as many as were written.
    @Test func animationsKeepEveryFrame() throws {
        let frame = PixelImage(width: 3, height: 2, channels: 1, samples: [0, 50, 100, 150, 200, 250])
        let red = PixelImage(width: 3, height: 2, channels: 3, samples: (0..<18).map { $0 % 3 == 0 ? 255 : 0 })
        for frames in [[frame, frame, frame], [frame, frame, red]] {
            let bytes = try AnimatedPNG.encode(frames)
            var chunks: [(name: String, content: [UInt8])] = []
            var place = 8
            while place < bytes.count {
                let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
                let name = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
                chunks.append((name, Array(bytes[place + 8..<place + 8 + length])))
                place += 12 + length
            }
            let names = chunks.map(\.name).filter { ["IHDR", "acTL", "fcTL", "IDAT", "fdAT", "IEND"].contains($0) }
            #expect(names == ["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"])
            let numbers = chunks.filter { ["fcTL", "fdAT"].contains($0.name) }.map { $0.content[3] }
            #expect(numbers == [0, 1, 2, 3, 4])
            // Programs that know no animation see the first frame.
            let first = try PictureFile.decode(bytes)
            #expect(first.grey.values.map { $0.rounded() } == frame.samples.map { Float($0) })
        }
        #expect(try AnimatedPNG.encode([frame]) == PNG.encode(frame))
        #expect(throws: PNG.Failure.self) { try AnimatedPNG.encode([]) }
    }

    @Test func transparencyShowsTheBackground() throws {
        let file = try #require(PillowFile.all.first { $0.name == "grey with alpha" })
        let white = try PictureFile.decode(Self.bytes(file))
        let red = try PictureFile.decode(Self.bytes(file), background: [255, 0, 0])
        #expect(white.channels == 1 && red.channels == 3)
        #expect(Self.farthest(white.values, stride(from: 0, to: red.values.count, by: 3).map { red.values[$0] }) < 0.01)
    }

    /// Every picture, cut anywhere or with a bit changed, is a picture or an error.
    @Test(arguments: PillowFile.all) func damageIsAnError(_ file: PillowFile) throws {
        let bytes = Self.bytes(file)
        for end in [0, 3, 20, bytes.count / 2, bytes.count - 13] {
            #expect(throws: FormatError.self) { try PictureFile.decode(Array(bytes[..<end])) }
        }
        for place in stride(from: 0, to: bytes.count, by: 7) {
            var changed = bytes
            changed[place] ^= 1 << UInt8(place % 8)
            do throws(FormatError) { _ = try PictureFile.decode(changed) } catch { #expect(!error.message.isEmpty) }
        }
    }

    @Test func otherFilesAreNamed() {
        func message(_ bytes: [UInt8]) -> String {
            do throws(FormatError) {
                _ = try PictureFile.decode(bytes)
                return ""
            } catch { return error.message }
        }
        #expect(message([]) == "is empty")
        #expect(message(Array("GIF89a".utf8)) == "is a GIF file; PNG and JPEG are read")
        #expect(message(Array("hello".utf8)) == "is no picture; PNG and JPEG are read")
    }
}
