/// How a column of a table becomes numbers for networks, and comes back as text.
///
/// Its numbers are runs: a run of one is a number from -1 to 1, a longer one says which of several things is meant, 1
/// for it and 0 for the others. Where a network gives something in between, the largest is meant.
enum ColumnCodec: Hashable, Sendable {
    /// Texts; of a single one nothing is to be told, and there is no run.
    case category([String])
    /// Numbers, and whether there is one at all where `missing` says how its lack is written.
    case number(NumberScaling, NumberStyle, missing: String?)

    /// Lengths of the runs.
    var runs: [Int] {
        switch self {
        case .category(let names): names.count > 1 ? [names.count] : []
        case .number(let scaling, _, let missing): scaling.runs + (missing == nil ? [] : [2])
        }
    }

    var width: Int { runs.reduce(0, +) }

    /// Adds what networks see of a category.
    func encode(category: Int, into values: inout [Float]) {
        guard width > 0 else { return }
        for place in 0..<width { values.append(place == category ? 1 : 0) }
    }

    /// Adds what networks see of a number; nil: it is missing.
    func encode(number: Double?, into values: inout [Float]) {
        guard case .number(let scaling, _, let missing) = self else { return }
        scaling.encode(number, into: &values)
        if missing != nil { values += number == nil ? [0, 1] : [1, 0] }
    }

    /// The cell that networks' values mean.
    func text(_ values: ArraySlice<Float>) -> String {
        switch self {
        case .category(let names): return names.count > 1 ? names[Self.largest(values)] : names.first ?? ""
        case .number(_, let style, let missing): return number(values).map(style.text) ?? missing ?? ""
        }
    }

    /// The number that they mean; nil where it is missing, or of texts.
    func number(_ values: ArraySlice<Float>) -> Double? {
        guard case .number(let scaling, let style, let missing) = self else { return nil }
        if missing != nil, Self.largest(values.suffix(2)) == 1 { return nil }
        return style.rounded(scaling.decode(missing == nil ? values : values.dropLast(2)))
    }

    /// Adds the values that the cell would have had if it had been in the data.
    func snap(_ values: ArraySlice<Float>, into result: inout [Float]) {
        switch self {
        case .category: if width > 0 { encode(category: Self.largest(values), into: &result) }
        case .number: encode(number: number(values), into: &result)
        }
    }

    /// The place of the largest value, the first of several.
    static func largest(_ values: ArraySlice<Float>) -> Int {
        var best = values.startIndex
        for place in values.indices where values[place] > values[best] { best = place }
        return best - values.startIndex
    }
}

/// How a column's numbers are scaled.
enum NumberScaling: Hashable, Sendable {
    enum Kind: String, CaseIterable, Sendable { case quantile, modes, standardize, minmax }

    case quantile(QuantileScale)
    case modes(ModeScale)
    case linear(ColumnScale)

    /// - Parameter sorted: the training values, rising; not empty.
    init(_ kind: Kind, sorted: [Double]) {
        switch kind {
        case .quantile: self = .quantile(QuantileScale(sorted: sorted))
        case .modes: self = .modes(ModeScale(sorted: sorted))
        case .standardize: self = .linear(Scale.standardize.measure(sorted))
        case .minmax: self = .linear(Scale.minmax.measure(sorted))
        }
    }

    var runs: [Int] {
        if case .modes(let scale) = self, scale.modes.count > 1 { return [1, scale.modes.count] }
        return [1]
    }

    /// - Parameter number: nil: the middle stands for it.
    func encode(_ number: Double?, into values: inout [Float]) {
        switch self {
        case .quantile(let scale): values.append(number.map { Float(2 * scale.rank($0) - 1) } ?? 0)
        case .linear(let scale): values.append(number.map { Float(($0 - scale.center) / scale.width) } ?? 0)
        case .modes(let scale):
            let place = number.map(scale.place) ?? (mode: 0, offset: 0)
            values.append(Float(place.offset))
            if scale.modes.count > 1 { for mode in scale.modes.indices { values.append(mode == place.mode ? 1 : 0) } }
        }
    }

    func decode(_ values: ArraySlice<Float>) -> Double {
        let first = Double(values.first ?? 0)
        let value = first.isNaN ? 0 : first
        switch self {
        case .quantile(let scale): return scale.value((min(max(value, -1), 1) + 1) / 2)
        case .linear(let scale): return scale.center + scale.width * value
        case .modes(let scale):
            let mode = scale.modes.count > 1 ? ColumnCodec.largest(values.dropFirst()) : 0
            return scale.value(mode: mode, offset: min(max(value, -1), 1))
        }
    }
}
