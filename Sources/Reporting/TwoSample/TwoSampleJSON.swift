import Equilibrium

extension TwoSampleReport {
    /// judges.json: keys in alphabetical order, numbers in full precision; what was not measured is left out. Names are
    /// those of judges.csv.
    public var json: String { ReportJSON.text(document) }

    private var document: Document {
        Document(
            answer: answer, headline: headline, totalVariation: evidence.bound,
            strongestJudge: evidence.strongest?.judge,
            judges: evidence.findings.map(EquilibriumReport.JudgeFinding.init),
            distances: Dictionary(
                uniqueKeysWithValues: result.distances.map {
                    ($0.column.name, Pair(generated: $0.generated, real: $0.real))
                }),
            memorisation: result.memorisation.map(Memory.init),
            real: Counts(real), generated: Counts(generated), seed: seed, shape: shape,
            warnings: warnings.map(\.message))
    }

    private struct Document: Encodable {
        let answer: String, headline: String
        let totalVariation: Double
        let strongestJudge: String?
        let judges: [EquilibriumReport.JudgeFinding]
        let distances: [String: Pair]
        let memorisation: Memory?
        let real: Counts, generated: Counts
        let seed: Int
        let shape: [Int]
        let warnings: [String]

        enum CodingKeys: String, CodingKey {
            case answer, headline, judges, distances, memorisation, real, generated, seed, shape, warnings
            case totalVariation = "total_variation_at_least"
            case strongestJudge = "strongest_judge"
        }
    }

    private struct Pair: Encodable {
        let generated: Double?, real: Double?
    }

    private struct Counts: Encodable {
        let file: String
        let samples: Int, tested: Int

        init(_ source: Source) {
            (file, samples, tested) = (String(source.name.dropFirst().dropLast()), source.count, source.heldOut)
        }
    }

    private struct Memory: Encodable {
        let trainingSamples: Int
        let distanceRatio: Double?
        let copies: Pair, authentic: Pair, medianDistance: Pair

        init(_ memorisation: Memorisation) {
            let (generated, real) = (memorisation.generated, memorisation.real)
            trainingSamples = memorisation.trainingCount
            distanceRatio = memorisation.distanceRatio
            copies = Pair(generated: Double(generated.copies), real: Double(real.copies))
            authentic = Pair(generated: generated.authentic, real: real.authentic)
            medianDistance = Pair(generated: generated.medianDistance, real: real.medianDistance)
        }

        enum CodingKeys: String, CodingKey {
            case copies, authentic
            case trainingSamples = "training_samples"
            case distanceRatio = "distance_ratio"
            case medianDistance = "median_distance"
        }
    }
}
