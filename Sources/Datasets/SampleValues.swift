/// The numbers of samples, as networks see them.
public enum SampleValues: Hashable, Sendable {
    case floats([Float])
    /// A byte for each number, as files of pictures hold them: a quarter of the memory.
    case levels([UInt8], Levels)

    public var count: Int {
        switch self {
        case .floats(let values): values.count
        case .levels(let bytes, _): bytes.count
        }
    }

    /// All of them as floats: of levels a copy.
    public var floats: [Float] {
        switch self {
        case .floats(let values): values
        case .levels(let bytes, let levels): levels.floats(bytes[...])
        }
    }

    /// Some of them as floats.
    func floats(_ range: Range<Int>) -> [Float] {
        switch self {
        case .floats(let values): Array(values[range])
        case .levels(let bytes, let levels): levels.floats(bytes[range])
        }
    }

    /// Rows of `size` numbers each, in that order.
    func rows(_ rows: some Collection<Int>, size: Int) -> SampleValues {
        func copied<Number>(_ values: [Number]) -> [Number] {
            [Number](unsafeUninitializedCapacity: rows.count * size) { buffer, filled in
                values.withUnsafeBufferPointer { values in
                    guard let source = values.baseAddress, var target = buffer.baseAddress else { return }
                    for row in rows {
                        target.initialize(from: source + row * size, count: size)
                        target += size
                    }
                }
                filled = rows.count * size
            }
        }
        return changed(copied, copied)
    }

    subscript(range: Range<Int>) -> SampleValues { changed({ Array($0[range]) }, { Array($0[range]) }) }

    /// Each row of `size` numbers becomes those at some of its places.
    func picking(_ places: [Int], ofRows size: Int) -> SampleValues {
        func picked<Number>(_ values: [Number]) -> [Number] {
            var result: [Number] = []
            result.reserveCapacity(values.count / max(1, size) * places.count)
            for start in stride(from: 0, to: values.count, by: size) {
                for place in places { result.append(values[start + place]) }
            }
            return result
        }
        return changed(picked, picked)
    }

    /// Kept as these are.
    private func changed(_ floats: ([Float]) -> [Float], _ bytes: ([UInt8]) -> [UInt8]) -> SampleValues {
        switch self {
        case .floats(let values): .floats(floats(values))
        case .levels(let values, let levels): .levels(bytes(values), levels)
        }
    }
}

/// What each of the 256 values of a byte stands for.
public struct Levels: Hashable, Sendable {
    let table: [Float]

    private init(_ value: (Float) -> Float) { table = (0...255).map { value(Float($0)) } }

    /// 2 p / maximum - 1, which takes 0...`maximum` to [-1, 1].
    static func pixels(maximum: UInt8) -> Levels { Levels { 2 * $0 / Float(maximum) - 1 } }

    /// p / 127.5 - 1.
    static let pictures = Levels { $0 / 127.5 - 1 }

    /// 2 (p - least) / (greatest - least) - 1, in double precision.
    static func range(_ range: ClosedRange<Double>) -> Levels {
        let (least, width) = (range.lowerBound, range.upperBound - range.lowerBound)
        return Levels { Float(2 * (Double($0) - least) / width - 1) }
    }

    func floats(_ bytes: ArraySlice<UInt8>) -> [Float] {
        [Float](unsafeUninitializedCapacity: bytes.count) { values, filled in
            table.withUnsafeBufferPointer { table in
                for (place, byte) in bytes.enumerated() { values[place] = table[Int(byte)] }
            }
            filled = bytes.count
        }
    }
}
