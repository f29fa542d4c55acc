import Testing

@testable import Kernels

@Suite struct ConvolutionAxisTests {
    /// One direction of a convolution between an image and a map of so many lines.
    struct Case: CustomTestStringConvertible {
        let kernel, stride, padding, image, map: Int
        var testDescription: String { "kernel \(kernel), stride \(stride), padding \(padding), \(image) -> \(map)" }

        func axis(_ way: ConvolutionAxis.Way) -> ConvolutionAxis {
            ConvolutionAxis(
                way: way, kernel: kernel, stride: stride, padding: padding, size: way == .gather ? image : map)
        }
        /// The pairs of an image's and a map's line that meet, by the definition, with the tap.
        var meetings: [(image: Int, map: Int, tap: Int)] {
            (0..<map).flatMap { line in
                (0..<kernel).map { tap in (line * stride + tap - padding, line, tap) }
            }.filter { 0 <= $0.0 && $0.0 < image }
        }
    }

    /// Kernels shorter and longer than their strides and than the image, with and without lines left over.
    static let cases: [Case] = (1...5).flatMap { kernel in
        (1...3).flatMap { stride in
            (0...2).flatMap { padding in
                [1, 2, 5, 8, 9].compactMap { image in
                    let room = image + 2 * padding - kernel
                    return room < 0
                        ? nil
                        : Case(
                            kernel: kernel, stride: stride, padding: padding, image: image, map: room / stride + 1)
                }
            }
        }
    }

    @Test(arguments: cases, [ConvolutionAxis.Way.gather, .scatter])
    func spansCoverEveryMeetingOnce(test: Case, way: ConvolutionAxis.Way) {
        let axis = test.axis(way)
        let positions = way == .gather ? test.map : test.image
        var seen = [Int](repeating: 0, count: positions)
        var found: Set<[Int]> = []
        for span in axis.spans(of: positions) {
            for number in 0..<span.count {
                let position = span.first + number * axis.resultStep
                seen[position] += 1
                for tap in span.taps {
                    found.insert([position, tap.source + number * axis.sourceStep, tap.number])
                }
            }
        }
        let expected = test.meetings.map { way == .gather ? [$0.map, $0.image, $0.tap] : [$0.image, $0.map, $0.tap] }
        #expect(seen.allSatisfy { $0 == 1 })
        #expect(found == Set(expected))
    }

    /// What a tap sees from neighbouring lines of the map are neighbours among the sorted lines of the image.
    @Test(arguments: cases) func sightsAreRunsOfTheSortedLines(test: Case) {
        let axis = test.axis(.gather)
        var found: Set<[Int]> = []
        for (tap, sight) in axis.sights(from: test.map).enumerated() {
            for (number, position) in sight.positions.enumerated() {
                found.insert([axis.line(sorted: sight.source + number), position, tap])
            }
        }
        #expect(found == Set(test.meetings.map { [$0.image, $0.map, $0.tap] }))
        #expect((0..<axis.sortedSize).allSatisfy { axis.line(sorted: $0) < test.image })
    }
}
