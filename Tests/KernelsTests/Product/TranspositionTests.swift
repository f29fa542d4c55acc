import Testing

@testable import Kernels

@Suite struct TranspositionTests {
    static let sizes = [1, 3, 7, 8, 9, 15, 16, 17, 32]

    @Test(arguments: sizes, sizes) func rowsBecomeColumnsAndNothingElseIsWritten(rows: Int, columns: Int) {
        let (sourceStride, targetStride) = (columns + 5, rows + 3)
        let source = Numbers.make(rows * sourceStride, seed: 1)
        var target = [Float](repeating: -99, count: columns * targetStride)
        Transposition.block(
            source, stride: sourceStride, rows: rows, columns: columns, into: &target, stride: targetStride)
        for column in 0..<columns {
            for place in 0..<targetStride {
                let expected = place < rows ? source[place * sourceStride + column] : -99
                #expect(target[column * targetStride + place] == expected)
            }
        }
    }
}
