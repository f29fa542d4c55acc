/// The registries, by the word that `saddle list` takes.
public enum RegistryKind: String, CaseIterable, Hashable, Sendable {
    case layers, presets, initializers, losses, optimizers, schedules, regularizers, augmentations, priors, datasets
    case metrics, launchers
}
