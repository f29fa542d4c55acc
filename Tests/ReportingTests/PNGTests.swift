import Reporting
import Testing

@Suite struct PNGTests {
    @Test(arguments: 0..<12) func pixelsComeBackEqual(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let width = Int.random(in: 1...40, using: &random)
        let height = Int.random(in: 1...40, using: &random)
        let channels = seed % 2 == 0 ? 1 : 3
        let samples = (0..<width * height * channels).map { _ in UInt8.random(in: 0...255, using: &random) }
        let image = PixelImage(width: width, height: height, channels: channels, samples: samples)
        let bytes = try PNG.encode(image)
        #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(try PNG.decode(bytes) == image)
        #expect(try PNG.encode(image) == bytes)
    }

    @Test(arguments: 0..<60) func damagedFilesAreErrors(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var bytes = try PNG.encode(
            PixelImage(width: 9, height: 7, channels: 3, samples: (0..<189).map { UInt8($0) }))
        bytes.removeLast(Int.random(in: 20..<bytes.count, using: &random))
        #expect(throws: PNG.Failure.self) { try PNG.decode(bytes) }
    }

    @Test func hugeImagesAreRefusedBeforeMemoryIsReserved() throws {
        let bytes = try PNG.encode(
            PixelImage(width: 20, height: 20, channels: 1, samples: [UInt8](repeating: 7, count: 400)))
        #expect(throws: PNG.Failure.self) { try PNG.decode(bytes, maximumPixels: 399) }
    }

    @Test func grayIsKeptInOneChannelOnlyIfEveryPixelIsGray() {
        let gray = PixelImage(width: 2, height: 1, channels: 3, samples: [5, 5, 5, 9, 9, 9])
        #expect(gray.grayIfPossible.samples == [5, 9])
        let color = PixelImage(width: 2, height: 1, channels: 3, samples: [5, 5, 5, 9, 9, 8])
        #expect(color.grayIfPossible == color)
    }
}
