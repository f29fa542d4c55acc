import CPNG
import Formats
import Reporting
import Testing
import TestSupport

@Suite struct PNGTests {
    @Test(arguments: 0..<12) func pixelsComeBackEqual(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let width = Int.random(in: 1...40, using: &random)
        let height = Int.random(in: 1...40, using: &random)
        let channels = seed % 2 == 0 ? 1 : 3
        // Lines of noise, as in photographs, and lines that repeat the one above, as in drawings.
        let line = (0..<width * channels).map { _ in UInt8.random(in: 0...255, using: &random) }
        let samples = (0..<height).flatMap { _ in
            seed % 4 < 2 ? line : line.map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        let image = PixelImage(width: width, height: height, channels: channels, samples: samples)
        let bytes = try PNG.encode(image)
        #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(try decode(bytes) == image)
        #expect(try PNG.encode(image) == bytes)
    }

    @Test func grayIsKeptInOneChannelOnlyIfEveryPixelIsGray() {
        let gray = PixelImage(width: 2, height: 1, channels: 3, samples: [5, 5, 5, 9, 9, 9])
        #expect(gray.grayIfPossible.samples == [5, 9])
        let color = PixelImage(width: 2, height: 1, channels: 3, samples: [5, 5, 5, 9, 9, 8])
        #expect(color.grayIfPossible == color)
    }

    /// As libpng reads the file: gray in one channel, all else in three.
    private func decode(_ bytes: [UInt8]) throws -> PixelImage {
        var header = png_image()
        header.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&header) }
        try #require(png_image_begin_read_from_memory(&header, bytes, bytes.count) != 0)
        let channels = header.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) == 0 ? 1 : 3
        let (width, height) = (Int(header.width), Int(header.height))
        header.format = channels == 1 ? 0 : png_uint_32(PNG_FORMAT_FLAG_COLOR)
        var samples = [UInt8](repeating: 0, count: width * height * channels)
        try #require(png_image_finish_read(&header, nil, &samples, 0, nil) != 0)
        return PixelImage(width: width, height: height, channels: channels, samples: samples)
    }
}
