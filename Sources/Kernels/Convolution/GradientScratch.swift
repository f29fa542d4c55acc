/// The scratch memory of a weight gradient's task.
struct GradientScratch {
    /// Where the rows of a tile go.
    let results: UnsafeMutablePointer<Microkernel.ResultRow>
    /// A pointer for each row to be copied.
    let list: UnsafeMutablePointer<Microkernel.Row>
    /// Takes rows that nobody reads.
    let unused: UnsafeMutablePointer<Float>

    static func floats(pointers: Int) -> Int {
        // Pointers count twice.
        Microkernel.columns + 2 * (16 + padded(pointers, to: 8))
    }

    /// Lays the parts out in `scratch`, aligned to 64 bytes.
    init(_ scratch: UnsafeMutablePointer<Float>) {
        unused = scratch
        results = UnsafeMutableRawPointer(scratch + Microkernel.columns)
            .assumingMemoryBound(to: Microkernel.ResultRow.self)
        list = UnsafeMutableRawPointer(results + 16).assumingMemoryBound(to: Microkernel.Row.self)
    }
}
