/// The registries, by the word that `saddle list` takes.
public enum RegistryKind: String, CaseIterable, Hashable, Sendable {
    case layers, presets, initializers, transforms, losses, optimizers, schedules, regularizers, augmentations, priors,
        datasets
    case metrics, launchers

    /// Whether its entries are keys that are true or false, wherever a declaration has `ValueType.switches` of it,
    /// rather than values of a key.
    public var isSwitched: Bool { self == .transforms }
}
