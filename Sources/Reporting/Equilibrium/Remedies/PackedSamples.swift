import Configuration

/// Lin et al. 2018. Layers that fix the shape of what the discriminator sees cannot take packs.
enum PackedSamples: Remedy {
    static let name = "pack"
    static let help = "Let the discriminator judge several samples at once, so that it sees a lack of variety"

    static func settings(_ spec: RunSpec) -> [String]? {
        let next = 2 * spec.discriminator.pack
        // A pack takes one label, which its samples have not.
        let takesPacks = spec.condition.map { $0.method == .columns } ?? true
        guard takesPacks, next <= 8, spec.training.batchSize.isMultiple(of: next),
            !spec.discriminator.allLayers.contains(where: { $0.name == "reshape" })
        else { return nil }
        return ["discriminator.pack=\(next)"]
    }
}
