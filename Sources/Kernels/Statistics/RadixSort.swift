/// Sorts numbers by their bits, eight at a time from the lowest: what it takes does not depend on how they lie.
enum RadixSort {
    private static let digits = 256

    /// In rising order, -0 before 0; what is no number stands at the ends.
    static func sort(_ x: UnsafeMutablePointer<Float>, count: Int) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * count) { keys in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: 4 * digits) { starts in
                guard var (from, into) = keys.baseAddress.map({ ($0, $0 + count) }), let starts = starts.baseAddress
                else { return }
                starts.initialize(repeating: 0, count: 4 * digits)
                for i in 0..<count {
                    let key = key(of: x[i])
                    from[i] = key
                    for pass in 0..<4 { starts[pass * digits + digit(of: key, pass)] += 1 }
                }
                for pass in 0..<4 {
                    let starts = starts + pass * digits
                    var next: Int32 = 0
                    for digit in 0..<digits { (starts[digit], next) = (next, next + starts[digit]) }
                    for i in 0..<count {
                        let key = from[i]
                        let digit = digit(of: key, pass)
                        into[Int(starts[digit])] = key
                        starts[digit] += 1
                    }
                    (from, into) = (into, from)
                }
                for i in 0..<count { x[i] = number(of: from[i]) }
            }
        }
    }

    @inline(__always) private static func digit(of key: UInt32, _ pass: Int) -> Int {
        Int(key >> UInt32(8 * pass) & 255)
    }

    /// Rises with the number: of a negative one all bits are turned, of others the sign.
    @inline(__always) private static func key(of number: Float) -> UInt32 {
        let bits = number.bitPattern
        return bits & 1 << 31 == 0 ? bits | 1 << 31 : ~bits
    }

    @inline(__always) private static func number(of key: UInt32) -> Float {
        Float(bitPattern: key & 1 << 31 == 0 ? ~key : key & ~(1 << 31))
    }
}
