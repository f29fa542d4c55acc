import Foundation

/// Columns of numbers, each of them scaled: x = center + width * what networks see.
struct ColumnUnits: SampleUnits {
    let header: [String]?
    private let scales: [ColumnScale]
    /// By column, 10 to the number of decimals that say what a single-precision float holds; 0: as the number is.
    private let decimals: [Double]

    init(header: [String]?, _ scales: [ColumnScale]) {
        self.header = header
        self.scales = scales
        decimals = scales.map { scale in
            // Values of a few widths are floats with steps of up to 5e-7 widths.
            let places = (-log10(5e-7 * scale.width)).rounded(.down)
            return scale == .none || !(0...15).contains(places) ? 0 : pow(10, places)
        }
    }

    var element: SampleElement? { scales.allSatisfy { $0 == .none } ? .single : .double }

    var linear: LinearUnits? {
        LinearUnits(centers: scales.map(\.center), widths: scales.map(\.width), range: nil, isWhole: false)
    }

    func numbers(_ sample: ArraySlice<Float>) -> [Double] {
        zip(sample, scales).map { value, scale in scale.center + scale.width * Double(value) }
    }

    func cells(_ sample: ArraySlice<Float>) -> [String] {
        zip(numbers(sample), decimals).enumerated().map { column, cell in
            let (value, decimals) = cell
            if scales[column] == .none { return "\(Float(value))" }
            return decimals == 0 ? "\(value)" : "\((value * decimals).rounded() / decimals)"
        }
    }
}

/// What was subtracted from the numbers of a column, and what they were divided by then.
struct ColumnScale: Hashable, Sendable {
    let center: Double, width: Double

    static let none = ColumnScale(center: 0, width: 1)
}
