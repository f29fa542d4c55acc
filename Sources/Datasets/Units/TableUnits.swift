/// Rows of a table of numbers and texts.
struct TableUnits: SampleUnits {
    let header: [String]?
    private let codecs: [ColumnCodec]
    /// Where the values of each column begin.
    private let starts: [Int]
    /// The columns that number the rows.
    private let numbered: Set<Int>

    init(header: [String], _ codecs: [ColumnCodec], numbered: Set<Int> = []) {
        self.numbered = numbered
        self.header = header
        self.codecs = codecs
        var start = 0
        starts = codecs.map { codec in
            defer { start += codec.width }
            return start
        }
    }

    var columns: [SampleColumn] {
        (header ?? []).indices.map { index in
            let codec = codecs[index]
            let isNumber = if case .number = codec { true } else { false }
            return SampleColumn(
                name: header?[index] ?? "", isNumber: isNumber,
                values: starts[index]..<starts[index] + codec.width, numbersRows: numbered.contains(index))
        }
    }

    var element: SampleElement? {
        for codec in codecs { if case .number(_, _, missing: nil) = codec { continue } else { return nil } }
        return .double
    }

    func numbers(_ sample: ArraySlice<Float>) -> [Double] {
        zip(codecs, starts).map { codec, start in codec.number(part(sample, start, codec.width)) ?? .nan }
    }

    func cells(_ sample: ArraySlice<Float>) -> [String] {
        zip(codecs, starts).map { codec, start in codec.text(part(sample, start, codec.width)) }
    }

    func cell(_ index: Int, _ sample: ArraySlice<Float>) -> String {
        codecs[index].text(part(sample, starts[index], codecs[index].width))
    }

    func snap(_ values: [Float]) -> [Float]? {
        let width = codecs.reduce(0) { $0 + $1.width }
        var result: [Float] = []
        result.reserveCapacity(values.count)
        for first in stride(from: 0, to: values.count, by: width) {
            let sample = values[first..<first + width]
            for (codec, start) in zip(codecs, starts) { codec.snap(part(sample, start, codec.width), into: &result) }
        }
        return result
    }

    private func part(_ sample: ArraySlice<Float>, _ start: Int, _ width: Int) -> ArraySlice<Float> {
        sample[sample.startIndex + start..<sample.startIndex + start + width]
    }
}
