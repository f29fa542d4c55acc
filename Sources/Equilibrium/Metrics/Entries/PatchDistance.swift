import Configuration
import Datasets
import Kernels

/// How far small pieces of generated pictures are from those of real ones, size by size.
struct PatchDistance: SampleMetric {
    static let declaration = Declaration(
        "laplacian_swd",
        "sliced Wasserstein distance between patches of pictures, for each level of Laplacian pyramids",
        details: """
            For each level: 1000 times the mean over random directions t of W_1(x·t, y·t), x and y patches of generated
            and of held-out pictures; laplacian_swd = the mean over levels (Karras et al. 2018, section 5). Level l has
            what a picture halved l times has and one halved l + 1 times has not, the last one all that is left (Burt &
            Adelson 1983). Levels go on while they are 16 pixels high and wide; a smaller picture has one, itself. A
            patch is of 7x7 pixels, at random places; over all patches of either kind each channel has mean 0 and
            deviation 1, so brightness and contrast as a whole are not seen. The full size says how fine detail differs,
            the last level how large shapes do. It is above 0 for finite samples of equal distributions: as many
            training pictures in the generator's place say how far. Patches of one level take
            4 · 49 · channels · patches bytes for each picture.
            """,
        keys: [
            Key("levels", .integer(1...5), default: .integer(5), "at most, from the full size down"),
            Key("patches", .integer(1...1024), default: .integer(128), "of each picture and level"),
            Key("projections", .integer(1...10_000), default: .integer(512), "number of directions"),
            Key("seed", .integer(0...Int.max), default: .integer(0), "of places and directions"),
            .samples(default: 2048),
        ],
        shorthand: "samples", example: "evaluation: {metrics: [laplacian_swd: {samples: 16384}]}",
        elsewhere: [
            Elsewhere(
                .mmagic, "SWD(fake_nums=16384, image_shape=(3, 64, 64)) is samples: 16384",
                differs:
                    "zeros stand around a picture, and a level is enlarged by repeating its pixels; real pictures are training ones; four levels at most"
            )
        ])
    static let columns = [
        MetricColumn("laplacian_swd", "distance between patches, mean of the levels, times 1000", better: .lower),
        MetricColumn("laplacian_swd_full", "the same of the level of full size", better: .lower),
        MetricColumn("laplacian_swd_half", "of the level of half the size", better: .lower),
        MetricColumn("laplacian_swd_quarter", "of a quarter", better: .lower),
        MetricColumn("laplacian_swd_eighth", "of an eighth", better: .lower),
        MetricColumn("laplacian_swd_sixteenth", "of a sixteenth", better: .lower),
    ]
    static let isCheap = false

    static func objection(to data: DataTraits) -> String? { data.kind == .image ? nil : "needs pictures" }

    /// Pixels on a side of a patch.
    static let side = 7
    /// Pixels on a side of the last level, at least.
    static let least = 16
    /// Floats of projections that are sorted at a time.
    private static let mostProjected = 1 << 26

    let levels: Int
    let patches: Int
    let projections: Int
    let seed: Int
    let samples: Int

    init(_ values: Values) {
        levels = values.integer("levels")
        patches = values.integer("patches")
        projections = values.integer("projections")
        seed = values.integer("seed")
        samples = values.integer("samples")
    }

    func byteCount(_ sizes: JudgingSizes) -> Int {
        guard sizes.shape.count == 3 else { return 0 }
        let (m, n) = (patches * min(samples, sizes.generated), patches * min(samples, sizes.heldOut))
        let dimensions = self.patches(of: sizes.shape, level: 0).dimensions
        let (block, rows) = (block(m, n), Transport.rowsAtOnce(max(m, n), dimensions: dimensions))
        return 4 * ((dimensions + block) * (m + n + rows)) + sizes.floatBytes(samples)
    }

    func measure(_ set: SampleSet) -> [Double?] {
        guard set.generated.shape.count == 3 else { return Self.columns.map { _ in nil } }
        let levels = pyramid(of: set.generated.shape).sizes.indices
        let distances = levels.map { level in
            let dimensions = patches(of: set.generated.shape, level: level).dimensions
            return 1000
                * distance(
                    set, level: level, generatedPlaces: places(set.generated, level, .generated, set.workers),
                    realPlaces: places(set.heldOut, level, .real, set.workers),
                    directions: Directions.make(projections, dimensions: dimensions, seed: seed))
        }
        let missing = [Double?](repeating: nil, count: Self.columns.count - 1 - distances.count)
        return [distances.reduce(0, +) / Double(distances.count)] + distances + missing
    }

    private func pyramid(of shape: [Int]) -> LaplacianPyramid {
        LaplacianPyramid(height: shape[0], width: shape[1], channels: shape[2], levels: levels, least: Self.least)
    }

    private func patches(of shape: [Int], level: Int) -> Patches {
        Patches(pyramid(of: shape), level: level, side: Self.side, count: patches)
    }

    enum Kind: Int, CaseIterable { case generated, real }

    /// [pictures, patches, 2]: the first line and column of each patch, all that are possible equally likely.
    func places(_ pictures: Samples, _ level: Int, _ kind: Kind, _ workers: Workers) -> [Int32] {
        let (count, patches) = (min(samples, pictures.count), patches(of: pictures.shape, level: level))
        return [Int32](unsafeUninitializedCapacity: 2 * count * self.patches) { buffer, filled in
            filled = 2 * count * self.patches
            guard let start = buffer.baseAddress else { return }
            let stream = level * Kind.allCases.count + kind.rawValue
            workers.run(tasks: count) { picture in
                let target = start + 2 * picture * self.patches
                let iteration = picture * Kind.allCases.count * 5 + stream
                Random.fillIndices(
                    target, count: 2 * self.patches, below: 1 << 30,
                    at: MetricStream.patchPlaces.address(seed: seed, at: iteration))
                for patch in 0..<self.patches {
                    target[2 * patch] = Self.scaled(target[2 * patch], below: patches.lastLine)
                    target[2 * patch + 1] = Self.scaled(target[2 * patch + 1], below: patches.lastColumn)
                }
            }
        }
    }

    /// From below 2^30 to below `bound`.
    private static func scaled(_ word: Int32, below bound: Int) -> Int32 { Int32((Int(word) * bound) >> 30) }

    /// Mean W_1 of one level.
    ///
    /// - Parameters:
    ///   - generatedPlaces: as `places` of the generated pictures; `realPlaces`: of the held-out ones.
    ///   - directions: [projections, numbers of a patch], each of length 1.
    func distance(
        _ set: SampleSet, level: Int, generatedPlaces: [Int32], realPlaces: [Int32], directions: [Float]
    ) -> Double {
        let patches = patches(of: set.generated.shape, level: level)
        let least = 1e-6 * spread(set.heldOut)
        func taken(_ pictures: Samples, _ places: [Int32]) -> FloatBuffer {
            let count = min(samples, pictures.count)
            let rows = FloatBuffer(count: count * self.patches * patches.dimensions)
            pictures.withFirst(samples) { values, count in
                places.withUnsafeBufferPointer { places in
                    guard let places = places.baseAddress else { return }
                    patches.take(
                        values, pictureCount: count, places: places, least: least, into: rows.pointer,
                        workers: set.workers)
                }
            }
            return rows
        }
        let (x, y) = (taken(set.generated, generatedPlaces), taken(set.heldOut, realPlaces))
        let (m, n) = (x.count / patches.dimensions, y.count / patches.dimensions)
        var results = [Double](repeating: 0, count: projections)
        let step = block(m, n)
        directions.withUnsafeBufferPointer { directions in
            results.withUnsafeMutableBufferPointer { results in
                guard let directions = directions.baseAddress, let results = results.baseAddress else { return }
                for start in stride(from: 0, to: projections, by: step) {
                    Transport.sliced(
                        x.pointer, count: m, y.pointer, count: n, dimensions: patches.dimensions,
                        directions: directions + start * patches.dimensions,
                        projections: min(step, projections - start), order: 1, into: results + start,
                        workers: set.workers)
                }
            }
        }
        return results.reduce(0, +) / Double(projections)
    }

    /// Directions that are taken at a time.
    private func block(_ m: Int, _ n: Int) -> Int {
        // Vectors of 16, so that the last one of a product is full.
        min(projections, max(16, Self.mostProjected / max(1, m + n) / 16 * 16))
    }

    /// The standard deviation of held-out values; 1 where it is 0.
    private func spread(_ real: Samples) -> Double {
        let variance = real.withRows {
            Reductions.totalVariance($0, rows: min(samples, real.count)) / Double(real.size)
        }
        return variance > 0 ? variance.squareRoot() : 1
    }
}
