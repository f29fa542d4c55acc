import Configuration
import Datasets
import Engine
import Equilibrium
import Networks
import Training

extension Vocabulary {
    /// Every registry of the program.
    public static let saddle = Vocabulary(
        [
            .layers: Layers.registry.declarations,
            .presets: Presets.registry.declarations,
            .initializers: Initializers.registry.declarations,
            .transforms: WeightTransforms.registry.declarations,
            .losses: Losses.registry.declarations,
            .optimizers: Optimizers.registry.declarations,
            .schedules: Schedules.registry.declarations,
            .regularizers: Regularizers.registry.declarations,
            .augmentations: Augmentations.registry.declarations,
            .priors: Priors.registry.declarations,
            .datasets: DatasetSources.registry.declarations,
            .metrics: Metrics.registry.declarations,
            .launchers: Launchers.registry.declarations,
        ], commonNames: CommonNames.all)
}
