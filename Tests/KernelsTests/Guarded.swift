/// Floats between zones of a value that no pass computes: a pass that writes beyond their ends changes a zone, and
/// one that
/// reads beyond them makes no number of its result.
final class Guarded {
    let pointer: UnsafeMutablePointer<Float>
    let count: Int
    private let whole: UnsafeMutableBufferPointer<Float>

    private static let zone = 64
    /// Not a number, with bits of its own.
    private static let mark = Float(bitPattern: 0x7FC5_A5A5)

    init(_ values: [Float]) {
        count = values.count
        whole = .allocate(capacity: count + 2 * Self.zone)
        whole.initialize(repeating: Self.mark)
        for (index, value) in values.enumerated() { whole[Self.zone + index] = value }
        pointer = whole.baseAddress! + Self.zone
    }

    /// Of no number yet.
    convenience init(count: Int) { self.init([Float](repeating: .nan, count: count)) }

    deinit { whole.deallocate() }

    var values: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

    /// Whether nothing was written around the floats.
    var isIntact: Bool {
        (Array(whole.prefix(Self.zone)) + Array(whole.suffix(Self.zone))).allSatisfy {
            $0.bitPattern == Self.mark.bitPattern
        }
    }
}
