/// What the positions along one axis of an image are made of: y[i] = sum over the taps of i of weight · x[source].
public struct ResamplingAxis: Sendable {
    public let inputs: Int
    public let outputs: Int
    /// By output: where its taps begin in `sources` and `weights`; one more at the end.
    let starts: [Int]
    let sources: [Int]
    let weights: [Float]

    /// - Parameter taps: by output.
    public init(inputs: Int, taps: [[(source: Int, weight: Double)]]) {
        self.inputs = inputs
        outputs = taps.count
        var starts = [0]
        for own in taps { starts.append(starts[starts.count - 1] + own.count) }
        self.starts = starts
        sources = taps.flatMap { $0.map(\.source) }
        weights = taps.flatMap { $0.map { Float($0.weight) } }
    }

    /// The way back: what a gradient of y gives to x.
    public var transposed: ResamplingAxis {
        var taps = [[(source: Int, weight: Double)]](repeating: [], count: inputs)
        for output in 0..<outputs {
            for tap in starts[output]..<starts[output + 1] {
                taps[sources[tap]].append((output, Double(weights[tap])))
            }
        }
        return ResamplingAxis(inputs: outputs, taps: taps)
    }
}

/// Linear maps of images that act on height and width apart: enlarging, pooling by sums or means, blurring.
public enum Resampler {
    /// y[n, i, j, c] = sum over the taps of i and of j of their weights · x[n, source, source, c]. Not in place.
    public static func apply(
        _ x: UnsafePointer<Float>, vertical: ResamplingAxis, horizontal: ResamplingAxis, channels: Int, rows: Int,
        into y: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let line = horizontal.outputs * channels
        let work = max(1, line * vertical.sources.count / max(1, vertical.outputs))
        let block = max(1, 16384 / work)
        let lines = rows * vertical.outputs
        workers.run(tasks: (lines + block - 1) / block) { task in
            for index in task * block..<min(lines, (task + 1) * block) {
                let image = x + index / vertical.outputs * vertical.inputs * horizontal.inputs * channels
                let i = index % vertical.outputs
                let target = y + index * line
                for j in 0..<horizontal.outputs {
                    let pixel = target + j * channels
                    for c in 0..<channels { pixel[c] = 0 }
                    for v in vertical.starts[i]..<vertical.starts[i + 1] {
                        let source = image + vertical.sources[v] * horizontal.inputs * channels
                        for h in horizontal.starts[j]..<horizontal.starts[j + 1] {
                            let weight = vertical.weights[v] * horizontal.weights[h]
                            let values = source + horizontal.sources[h] * channels
                            for c in 0..<channels { pixel[c] += weight * values[c] }
                        }
                    }
                }
            }
        }
    }
}
