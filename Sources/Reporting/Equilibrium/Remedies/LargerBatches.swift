import Configuration

enum LargerBatches: Remedy {
    static let name = "larger_batches"
    static let help = "Draw larger batches"

    static func settings(_ spec: RunSpec) -> [String]? {
        ["training.batch_size=\(4 * spec.training.batchSize)"]
    }
}
