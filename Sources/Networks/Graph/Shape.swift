import Diagnostics

/// The shape of one sample, the batch left out: `[784]` is a vector, `[28, 28, 1]` an image of height, width, channels.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
    public let dimensions: [Int]

    /// Values of one sample; `Int.max` where that would overflow.
    public let count: Int

    /// The innermost dimension: an image's channels, a vector's features.
    public let channels: Int

    public init(_ dimensions: [Int]) {
        self.dimensions = dimensions
        channels = dimensions.last ?? 1
        count = dimensions.reduce(1) { saturatingProduct($0, $1) }
    }

    /// Height, width and channels, where there are three dimensions.
    public var image: ImageSize? {
        dimensions.count == 3 ? ImageSize(height: dimensions[0], width: dimensions[1], channels: dimensions[2]) : nil
    }

    /// The length, where there is one dimension.
    public var features: Int? { dimensions.count == 1 ? dimensions[0] : nil }

    public var description: String { "[" + dimensions.map(String.init).joined(separator: ", ") + "]" }
}

/// A three-dimensional shape by its names.
public struct ImageSize: Hashable, Sendable {
    public var height: Int, width: Int, channels: Int

    public init(height: Int, width: Int, channels: Int) {
        self.height = height
        self.width = width
        self.channels = channels
    }

    public var shape: Shape { Shape([height, width, channels]) }
}

/// Why a layer cannot follow what comes before it, and what would fix it.
public struct ShapeError: Error, Hashable, Sendable {
    public let message: String
    public let help: String?
    /// Of the layer; nil where the file does not say.
    public private(set) var location: Location?

    public init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }

    /// The same at a layer's place, unless it has one already: that of the innermost layer holds.
    func located(_ location: Location?) -> ShapeError {
        var error = self
        error.location = error.location ?? location
        return error
    }
}

/// Sizes above which a network is refused: configurations come from anywhere, and a size must not overflow or exhaust
/// memory before anyone has said what is wrong.
enum Limits {
    /// Values of one sample at any point of the network.
    static let values = 1 << 24
    /// Values of one sample over all points of the network.
    static let allValues = 1 << 28
    /// Values of one network's parameters (1 GiB).
    static let parameters = 1 << 28
    /// Operations of one network.
    static let nodes = 1 << 14
    /// The largest size that a key accepts.
    static let size = 1 << 20
}

func saturatingProduct(_ a: Int, _ b: Int) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? .max : product
}

func saturatingSum(_ a: Int, _ b: Int) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
}
