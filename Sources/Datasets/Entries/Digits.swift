import CDigits
import Configuration

/// UCI handwritten digits, compiled into the program.
struct Digits: DatasetSource {
    static let declaration = Declaration(
        "digits", "1797 handwritten digits of 8x8 pixels, built into saddle",
        details: """
            The test part of Optical Recognition of Handwritten Digits (E. Alpaydin and C. Kaynak 1998, UCI
            Machine Learning Repository, doi 10.24432/C50P49, CC BY 4.0): shape [8, 8, 1], labels 0 to 9. A
            pixel counts the marks, 0 to 16, of a 4x4 block of the scanned digit, and is scaled to [-1, 1].
            By default 1437 train and 360 are held out.
            """,
        keys: [.heldOut, .seed],
        example: "data: {dataset: digits}")

    let heldOut: Double
    let seed: Int

    init(_ values: Values) {
        heldOut = values.real(Key.heldOut.name)
        seed = values.integer(Key.seed.name)
    }

    var labelKind: DataTraits.Labels { .classes }

    func load() throws(DatasetError) -> Dataset {
        var images = MemoryReader(name: "the digits' images", bytes: embedded(digits_images))
        var labels = MemoryReader(name: "the digits' labels", bytes: embedded(digits_labels))
        let samples = try ImageFiles.read(
            &images, labels: try ImageFiles.labels(&labels), labelsName: labels.name, maximum: 16)
        let (training, held) = try samples.split(heldOut: heldOut, seed: seed, name: "digits")
        return Dataset(
            name: "digits", training: training, heldOut: held, classNames: (0...9).map(String.init),
            units: PixelUnits(shape: samples.shape, maximum: 16))
    }

    private func embedded(_ data: (UnsafeMutablePointer<Int>) -> UnsafePointer<UInt8>) -> [UInt8] {
        var count = 0
        let start = data(&count)
        return Array(UnsafeBufferPointer(start: start, count: count))
    }
}
