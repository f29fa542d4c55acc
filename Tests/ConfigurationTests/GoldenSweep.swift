/// Files with a mistake, and what a person then reads.
extension Golden {
    static let sweep: [Golden] = [
        Golden(
            "unknown paths",
            .adding(
                "sweep:\n  grid:\n    label_smoothing.reel: [1.0, 0.9]\n    noise.dimensions: [2, 4]\n    generator.layers.7.units: [3]\n    generator.optimizer.sgd.learning_rate: [0.1]\n    generator.layers.0.unit: [2]\n    seed.x: [1]"
            ),
            """
            file.yaml:10:21: error: unknown key 'reel' in 'label_smoothing'
               10 |     label_smoothing.reel: [1.0, 0.9]
                  |                     ^~~~
            help: a key with a similar name exists: 'real'
            file.yaml:11:11: error: unknown key 'dimensions' in 'noise'
               11 |     noise.dimensions: [2, 4]
                  |           ^~~~~~~~~~
            help: a key with a similar name exists: 'dimension'
            file.yaml:12:22: error: 'generator.layers' has no entry '7'
               12 |     generator.layers.7.units: [3]
                  |                      ^
            help: its entries are 0 to 2
            file.yaml:13:25: error: 'generator.optimizer' is 'adam' here, not 'sgd'
               13 |     generator.optimizer.sgd.learning_rate: [0.1]
                  |                         ^~~
            help: to change the optimizer, set 'generator.optimizer'
            file.yaml:14:24: error: unknown key 'unit' in layer 'dense'
               14 |     generator.layers.0.unit: [2]
                  |                        ^~~~
            help: a key with a similar name exists: 'units'
            file.yaml:15:10: error: 'seed' has no keys of its own
               15 |     seed.x: [1]
                  |          ^
            help: set 'seed' itself
            """),
        Golden(
            "unknown sections, in every part",
            .adding(
                "sweep:\n  grid:\n    learning_rate: [0.1, 0.2]\n    generatr.layers: [[relu], [tanh]]\n  zip: {penalty.weight: [1, 2]}\n  list: [{batch_size: 8}, {seed: 2}]\n  random: {samples: 2, foo: {uniform: [0, 1]}}"
            ),
            """
            file.yaml:10:5: error: unknown key 'learning_rate'
               10 |     learning_rate: [0.1, 0.2]
                  |     ^~~~~~~~~~~~~
            help: 'learning_rate' belongs in 'generator.optimizer' or 'discriminator.optimizer' or 'evaluation.critic'
            file.yaml:11:5: error: unknown key 'generatr'
               11 |     generatr.layers: [[relu], [tanh]]
                  |     ^~~~~~~~
            help: a key with a similar name exists: 'generator'
            file.yaml:12:9: error: unknown key 'penalty'
               12 |   zip: {penalty.weight: [1, 2]}
                  |         ^~~~~~~
            help: known keys: name, description, seed, data, noise, generator, discriminator, condition, loss, label_smoothing, step_ratio, training, evaluation, output
            file.yaml:13:11: error: unknown key 'batch_size'
               13 |   list: [{batch_size: 8}, {seed: 2}]
                  |           ^~~~~~~~~~
            help: 'batch_size' belongs in 'training' or 'evaluation.critic'
            file.yaml:14:24: error: unknown key 'foo'
               14 |   random: {samples: 2, foo: {uniform: [0, 1]}}
                  |                        ^~~
            help: known keys: name, description, seed, data, noise, generator, discriminator, condition, loss, label_smoothing, step_ratio, training, evaluation, output
            """),
        Golden(
            "a key of the optimizer beside it", .adding("sweep:\n  grid:\n    generator.learning_rate: [0.1, 0.2]"),
            """
            file.yaml:10:15: error: unknown key 'learning_rate' in 'generator'
               10 |     generator.learning_rate: [0.1, 0.2]
                  |               ^~~~~~~~~~~~~
            help: 'learning_rate' belongs in 'generator.optimizer'
            """),
        Golden(
            "a misspelt key, and where it may have been meant to stand",
            .adding(
                "sweep:\n  grid:\n    learing_rate: [0.1]\n    discriminator.learing_rate: [0.1]\n    discriminator.optimizer.adam.learing_rate: [0.1]\n    unts: [8]\n    discriminator.unts: [8]"
            ),
            """
            file.yaml:10:5: error: unknown key 'learing_rate'
               10 |     learing_rate: [0.1]
                  |     ^~~~~~~~~~~~
            help: a key with a similar name exists: 'generator.optimizer.learning_rate' or 'discriminator.optimizer.learning_rate' or 'evaluation.critic.learning_rate'
            file.yaml:11:19: error: unknown key 'learing_rate' in 'discriminator'
               11 |     discriminator.learing_rate: [0.1]
                  |                   ^~~~~~~~~~~~
            help: a key with a similar name exists: 'discriminator.optimizer.learning_rate'
            file.yaml:12:34: error: unknown key 'learing_rate' in optimizer 'adam'
               12 |     discriminator.optimizer.adam.learing_rate: [0.1]
                  |                                  ^~~~~~~~~~~~
            help: a key with a similar name exists: 'learning_rate'
            file.yaml:13:5: error: unknown key 'unts'
               13 |     unts: [8]
                  |     ^~~~
            help: a key with a similar name exists: 'generator.layers.0.units' or 'discriminator.layers.0.units' or 'evaluation.critic.layers.0.units'; 0 is the first of a list
            file.yaml:14:19: error: unknown key 'unts' in 'discriminator'
               14 |     discriminator.unts: [8]
                  |                   ^~~~
            help: a key with a similar name exists: 'discriminator.layers.0.units'; 0 is the first of a list
            """),
        Golden(
            "keys beside the parts of a sweep",
            .adding("sweep:\n  noise.dimension: [2, 4]\n  seed: [1, 2]\n  gird: {seed: [1, 2]}"),
            """
            file.yaml:9:3: error: unknown key 'noise.dimension' in 'sweep'
                9 |   noise.dimension: [2, 4]
                  |   ^~~~~~~~~~~~~~~
            help: keys that are varied stand in one of its parts: sweep: {grid: {noise.dimension: [...]}}
            file.yaml:10:3: error: unknown key 'seed' in 'sweep'
               10 |   seed: [1, 2]
                  |   ^~~~
            help: keys that are varied stand in one of its parts: sweep: {grid: {seed: [...]}}
            file.yaml:11:3: error: unknown key 'gird' in 'sweep'
               11 |   gird: {seed: [1, 2]}
                  |   ^~~~
            help: a key with a similar name exists: 'grid'
            """),
        Golden(
            "slips and other programs' names beside the parts of a sweep",
            .adding(
                "sweep:\n  labl_smoothing.real: [1]\n  los: [non_saturating]\n  batch_size: [8, 9]\n  learing_rate: {log_uniform: [1, 2]}\n  n_critic: [1, 2]\n  foo: [1]\n  repeats: 4"
            ),
            """
            file.yaml:9:3: error: unknown key 'labl_smoothing.real' in 'sweep'
                9 |   labl_smoothing.real: [1]
                  |   ^~~~~~~~~~~~~~~~~~~
            help: keys that are varied stand in one of its parts: sweep: {grid: {label_smoothing.real: [...]}}
            file.yaml:10:3: error: unknown key 'los' in 'sweep'
               10 |   los: [non_saturating]
                  |   ^~~
            help: a key with a similar name exists: 'loss'
                  keys that are varied stand in one of its parts: sweep: {grid: {loss: [...]}}
            file.yaml:11:3: error: unknown key 'batch_size' in 'sweep'
               11 |   batch_size: [8, 9]
                  |   ^~~~~~~~~~
            help: 'batch_size' belongs in 'training' or 'evaluation.critic'
                  keys that are varied stand in one of its parts: sweep: {grid: {training.batch_size: [...]}}
            file.yaml:12:3: error: unknown key 'learing_rate' in 'sweep'
               12 |   learing_rate: {log_uniform: [1, 2]}
                  |   ^~~~~~~~~~~~
            help: a key with a similar name exists: 'generator.optimizer.learning_rate' or 'discriminator.optimizer.learning_rate' or 'evaluation.critic.learning_rate'
                  keys that are varied stand in one of its parts: sweep: {grid: {generator.optimizer.learning_rate: [...]}}
            file.yaml:13:3: error: unknown key 'n_critic' in 'sweep'
               13 |   n_critic: [1, 2]
                  |   ^~~~~~~~
            help: write step_ratio.discriminator in its place
                  keys that are varied stand in one of its parts: sweep: {grid: {step_ratio.discriminator: [...]}}
            file.yaml:14:3: error: unknown key 'foo' in 'sweep'
               14 |   foo: [1]
                  |   ^~~
            help: known keys: grid, zip, list, random, seeds, exclude
            file.yaml:15:3: error: unknown key 'repeats' in 'sweep'
               15 |   repeats: 4
                  |   ^~~~~~~
            help: write sweep: {seeds: 4}
            """),
        Golden(
            "another program's name in a path",
            .adding(
                "sweep:\n  grid:\n    noise.dimension: [2, 4]\n    training.discriminator_steps: [1, 2]\n    n_critic: [1, 2]\n    beta1: [0.5]\n    r1: [1, 10]\n    repeats: [2, 3]"
            ),
            """
            file.yaml:11:14: error: unknown key 'discriminator_steps' in 'training'
               11 |     training.discriminator_steps: [1, 2]
                  |              ^~~~~~~~~~~~~~~~~~~
            help: write step_ratio.discriminator in its place
            file.yaml:12:5: error: unknown key 'n_critic'
               12 |     n_critic: [1, 2]
                  |     ^~~~~~~~
            help: write step_ratio.discriminator in its place
            file.yaml:13:5: error: unknown key 'beta1'
               13 |     beta1: [0.5]
                  |     ^~~~~
            help: write generator.optimizer.betas in its place, with values such as [0.5, 0.999]: and the discriminator's, each its own
            file.yaml:14:5: error: unknown key 'r1'
               14 |     r1: [1, 10]
                  |     ^~
            help: write discriminator.regularization in its place, with values such as [r1: 10]
            file.yaml:15:5: error: unknown key 'repeats'
               15 |     repeats: [2, 3]
                  |     ^~~~~~~
            help: write sweep: {seeds: 3}
            """),
        Golden(
            "bad values, each once", .adding("sweep:\n  grid:\n    noise.dimension: [2, many, -1]\n  seeds: 3"),
            """
            file.yaml:10:26: error: expected an integer from 1 to 65536, found 'many'
               10 |     noise.dimension: [2, many, -1]
                  |                          ^~~~
            help: for example dimension: 64
            file.yaml:10:32: error: expected an integer from 1 to 65536, found '-1'
               10 |     noise.dimension: [2, many, -1]
                  |                                ^~
            help: for example dimension: 64
            """),
        Golden(
            "an error outside of the sweep, once", .adding("loss: hinge\nsweep: {seeds: 5}"),
            """
            file.yaml:8:7: error: unknown loss 'hinge'
                8 | loss: hinge
                  |       ^~~~~
            help: known losses: non_saturating, wasserstein
            """),
        Golden(
            "zip of unequal lists",
            .adding("sweep:\n  zip:\n    label_smoothing.real: [1.0, 0.9]\n    noise.dimension: [2, 4, 6]"),
            """
            file.yaml:11:5: error: 'zip' walks its lists together, but 'label_smoothing.real' has 2 values and 'noise.dimension' has 3
               11 |     noise.dimension: [2, 4, 6]
                  |     ^~~~~~~~~~~~~~~
            help: give them as many values each; 'grid' has every combination
            """),
        Golden(
            "swept twice", .adding("sweep:\n  grid: {seed: [1, 2]}\n  seeds: 2"),
            """
            file.yaml:10:10: error: 'seed' is swept twice, first on line 9
               10 |   seeds: 2
                  |          ^
            help: leave one of them out
            """),
        Golden(
            "exclusion by what is not swept",
            .adding("sweep:\n  grid: {noise.dimension: [2, 4]}\n  exclude: [{noise.dimensions: 2}]"),
            """
            file.yaml:10:14: error: 'noise.dimensions' is not swept, so no run can be excluded by it
               10 |   exclude: [{noise.dimensions: 2}]
                  |              ^~~~~~~~~~~~~~~~
            help: a path with a similar name is swept: 'noise.dimension'
            """),
        Golden(
            "exclusion that excludes nothing",
            .adding("sweep:\n  grid: {noise.dimension: [2, 4]}\n  exclude: [{noise.dimension: 8}]"),
            """
            file.yaml:10:14: error: excludes no run: no run has this value
               10 |   exclude: [{noise.dimension: 8}]
                  |              ^~~~~~~~~~~~~~~
            help: noise.dimension has the values 2, 4
            """),
        Golden(
            "exclusion of everything",
            .adding(
                "sweep:\n  grid: {noise.dimension: [2, 4]}\n  exclude: [{noise.dimension: 2}, {noise.dimension: 4.0}]"),
            """
            file.yaml:8:1: error: the sweep excludes all of its 2 runs
                8 | sweep:
                  | ^~~~~
            help: exclude fewer
            """),
        Golden(
            "the same run twice", .adding("sweep: {grid: {noise.dimension: [2, 4, 2]}}"),
            """
            file.yaml:8:1: warning: 1 of 3 runs say the same as others and are left out
                8 | sweep: {grid: {noise.dimension: [2, 4, 2]}}
                  | ^~~~~
            help: leave out the values that repeat
            """),
        Golden(
            "too many runs", .adding("sweep: {seeds: 999999, grid: {noise.dimension: [1, 2]}}"),
            """
            file.yaml:8:1: error: the sweep has more than 1000000 runs: 2 x 999999
                8 | sweep: {seeds: 999999, grid: {noise.dimension: [1, 2]}}
                  | ^~~~~
            help: draw some of them: sweep.random
            """),
        Golden(
            "too many runs of several parts",
            .adding(
                "sweep: {random: {samples: 10000, noise.dimension: {integer: [1, 9]}}, seeds: 10000, zip: {training.batch_size: [1, 2]}}"
            ),
            """
            file.yaml:8:1: error: the sweep has more than 1000000 runs: 10000 x 2 x 10000
                8 | sweep: {random: {samples: 10000, noise.dimension: {integer: [1, 9]}}, seeds: 10000, zip: {training.b…
                  | ^~~~~
            help: draw some of them: sweep.random
            """),
        Golden(
            "random",
            .adding(
                "sweep:\n  random:\n    sample: 3\n    generator.optimizer.learning_rate: {log_uniform: [0, 1e-2]}\n    noise.dimension: {uniforms: [2, 64]}\n    training.batch_size: {integer: [64, 2]}"
            ),
            """
            file.yaml:10:5: error: unknown key 'sample' in 'random'
               10 |     sample: 3
                  |     ^~~~~~
            help: a key with a similar name exists: 'samples'
            file.yaml:11:54: error: log_uniform needs numbers above 0
               11 |     generator.optimizer.learning_rate: {log_uniform: [0, 1e-2]}
                  |                                                      ^~~~~~~~~
            help: for example {log_uniform: [1e-4, 1e-2]}
            file.yaml:12:23: error: unknown distribution 'uniforms'
               12 |     noise.dimension: {uniforms: [2, 64]}
                  |                       ^~~~~~~~
            help: a distribution with a similar name exists: 'uniform'
            file.yaml:13:36: error: the first number must be below the second
               13 |     training.batch_size: {integer: [64, 2]}
                  |                                    ^~~~~~~
            help: write [2, 64]
            """),
        Golden(
            "keys of the whole file", .adding("sweep: {grid: {name: [a, b]}}"),
            """
            file.yaml:8:16: error: 'name' belongs to the whole file and cannot be swept
                8 | sweep: {grid: {name: [a, b]}}
                  |                ^~~~
            help: leave it out of the sweep
            """),
        Golden(
            "no values", .adding("sweep: {grid: {noise.dimension: []}}"),
            """
            file.yaml:8:33: error: 'noise.dimension' has no values
                8 | sweep: {grid: {noise.dimension: []}}
                  |                                 ^~
            help: give it some, or leave it out
            """),
        Golden(
            "a key inside of one that comes later",
            .adding(
                "sweep:\n  zip:\n    generator.layers.0.units: [64, 128]\n    generator.layers: [[dense: 2], [relu, dense: 2]]"
            ),
            """
            file.yaml:10:5: error: 'generator.layers.0.units' is overwritten by 'generator.layers'
               10 |     generator.layers.0.units: [64, 128]
                  |     ^~~~~~~~~~~~~~~~~~~~~~~~
            help: a sweep sets its keys in the order in which it gives them
            """),
        Golden(
            "one key by two paths",
            .adding(
                "sweep:\n  grid:\n    generator.optimizer.adam.learning_rate: [0.1, 0.01]\n    seed: [1, 2]\n    generator.optimizer.learning_rate: [0.1]"
            ),
            """
            file.yaml:10:5: error: 'generator.optimizer.adam.learning_rate' is overwritten by 'generator.optimizer.learning_rate'
               10 |     generator.optimizer.adam.learning_rate: [0.1, 0.01]
                  |     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            help: a sweep sets its keys in the order in which it gives them
            """),
        Golden(
            "a part of a value that says otherwise",
            .adding("sweep:\n  list:\n    - {generator.layers: [dense: 4, dense: 2], generator.layers.0.units: 8}"),
            """
            file.yaml:10:8: error: 'generator.layers' is overwritten by 'generator.layers.0.units'
               10 |     - {generator.layers: [dense: 4, dense: 2], generator.layers.0.units: 8}
                  |        ^~~~~~~~~~~~~~~~
            help: a sweep sets its keys in the order in which it gives them
            """),
        Golden(
            "unknown part", .adding("sweep: {grids: {noise.dimension: [2]}}"),
            """
            file.yaml:8:9: error: unknown key 'grids' in 'sweep'
                8 | sweep: {grids: {noise.dimension: [2]}}
                  |         ^~~~~
            help: a key with a similar name exists: 'grid'
            """),
    ]
}
