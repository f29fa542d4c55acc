/// A file of the binary versions of CIFAR-10 and CIFAR-100 (Krizhevsky 2009,
/// https://www.cs.toronto.edu/~kriz/cifar.html): for each picture of 32x32 pixels one label, or a coarse and a fine
/// one, a byte each; then 1024 bytes of red, of green and of blue, row by row.
public struct CIFARBatch: Sendable {
    public enum Kind: Sendable {
        case cifar10, cifar100

        /// Classes of each of a picture's labels.
        public var classes: [Int] { self == .cifar10 ? [10] : [20, 100] }
    }

    public static let side = 32
    private static let pixels = side * side

    public let count: Int
    /// For each of a picture's labels, one for each picture: of CIFAR-100 the coarse ones, then the fine ones.
    public let labels: [[UInt8]]
    /// [count, 32, 32, 3].
    public let values: [UInt8]

    /// Reads a whole file.
    public init(_ bytes: [UInt8], _ kind: Kind) throws(FormatError) {
        let labelCount = kind.classes.count
        let record = labelCount + 3 * Self.pixels
        guard !bytes.isEmpty, bytes.count.isMultiple(of: record) else {
            throw FormatError(
                "holds \(bytes.count) bytes, which are no pictures of \(record) bytes each", at: bytes.count,
                help: "fetch or copy the file again, of the binary version")
        }
        let count = bytes.count / record
        self.count = count
        labels = (0..<labelCount).map { place in (0..<count).map { bytes[$0 * record + place] } }
        for (place, classes) in kind.classes.enumerated() {
            if let bad = labels[place].firstIndex(where: { $0 >= classes }) {
                throw FormatError(
                    "has a label \(labels[place][bad]), and its classes are 0 to \(classes - 1), in picture \(bad + 1)",
                    at: bad * record + place, help: "is it of the other CIFAR, or of the Python version?")
            }
        }
        values = [UInt8](unsafeUninitializedCapacity: count * 3 * Self.pixels) { target, filled in
            var place = 0
            for picture in 0..<count {
                let start = picture * record + labelCount
                for pixel in start..<start + Self.pixels {
                    for channel in 0..<3 {
                        target[place] = bytes[pixel + channel * Self.pixels]
                        place += 1
                    }
                }
            }
            filled = place
        }
    }
}
