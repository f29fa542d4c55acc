/// Slips that YAML or a table of keys takes for something else, and what a person then reads.
extension Golden {
    static let slips: [Golden] = [
        Golden(
            "a decimal comma", .swapping("leaky_relu: 0.2", for: "leaky_relu: {slope: 0.2}, leaky_relu: \"0,9\""),
            """
            file.yaml:6:61: error: expected a number of at least 0, found the text '0,9'
                6 |   layers: [dense: 64, leaky_relu: {slope: 0.2}, leaky_relu: "0,9", dense: 1]
                  |                                                             ^~~~~
            help: write 0.9: decimals have a point
            """),
        Golden(
            "a decimal comma in a mapping in braces", .adding("label_smoothing: {real: 0,9}"),
            """
            file.yaml:8:25: error: the comma in '0,9' ends the value of 'real'
                8 | label_smoothing: {real: 0,9}
                  |                         ^
            help: write 0.9: decimals have a point
            """),
        Golden(
            "a decimal comma outside of braces", .adding("label_smoothing:\n  real: 0,9"),
            """
            file.yaml:9:9: error: expected a number from -1 to 1, or a list of 2 numbers from -1 to 1, found '0,9'
                9 |   real: 0,9
                  |         ^~~
            help: write 0.9: decimals have a point
            """),
        Golden(
            "decimal commas in a list",
            .swapping("relu, dense: 2]", for: "relu, dense: 2]\n  optimizer: {adam: {betas: [0,5, 0,999]}}"),
            """
            file.yaml:5:29: error: expected a list of 2 numbers from 0 to below 1, found a list of 4
                5 |   optimizer: {adam: {betas: [0,5, 0,999]}}
                  |                             ^~~~~~~~~~~~
            help: decimals have a point: [0.5, 0.999]
            """),
        Golden(
            "a share in percent",
            .swapping("relu, dense: 2]", for: "relu, dense: 2]\n  optimizer: {adam: {betas: [0.5, 99.9]}}"),
            """
            file.yaml:5:35: error: expected a number from 0 to below 1, found '99.9'
                5 |   optimizer: {adam: {betas: [0.5, 99.9]}}
                  |                                   ^~~~
            help: write 0.999 for 99.9 %
            """),
        Golden(
            "a share with a slip in its first digit",
            .swapping("relu, dense: 2]", for: "relu, dense: 2]\n  optimizer: {adam: {betas: [0.5, 1.999]}}"),
            """
            file.yaml:5:35: error: expected a number from 0 to below 1, found '1.999'
                5 |   optimizer: {adam: {betas: [0.5, 1.999]}}
                  |                                   ^~~~~
            help: for example betas: [0.5, 0.999]
            """),
        Golden(
            "a share with its sign",
            .swapping("relu, dense: 2]", for: "relu, dense: 2]\n  optimizer: {adam: {betas: [0.5, 99.9%]}}"),
            """
            file.yaml:5:35: error: expected a number from 0 to below 1, found '99.9%'
                5 |   optimizer: {adam: {betas: [0.5, 99.9%]}}
                  |                                   ^~~~~
            help: write 0.999
            """),
        Golden(
            "a comma between thousands", .swapping("{iterations: 1000}", for: "\n  iterations: 1,000"),
            """
            file.yaml:8:15: error: expected an integer from 1 to 1000000000, found '1,000'
                8 |   iterations: 1,000
                  |               ^~~~~
            help: write 1000
            """),
        Golden(
            "a dash for a minus sign",
            .swapping("relu, dense: 2]", for: "relu, dense: 2]\n  optimizer: {adam: 1e\u{2212}3}"),
            """
            file.yaml:5:21: error: expected a number above 0, found '1e−3'
                5 |   optimizer: {adam: 1e−3}
                  |                     ^~~~
            help: write 1e-3: the sign in it is a dash, not the hyphen of the keyboard
            """),
        Golden(
            "thousands by a letter", .swapping("iterations: 1000", for: "iterations: 3k"),
            """
            file.yaml:7:24: error: expected an integer from 1 to 1000000000, found '3k'
                7 | training: {iterations: 3k}
                  |                        ^~
            help: write 3000
            """),
        Golden(
            "part of an iteration", .swapping("iterations: 1000", for: "iterations: 3000.5"),
            """
            file.yaml:7:24: error: expected an integer from 1 to 1000000000, found '3000.5'
                7 | training: {iterations: 3000.5}
                  |                        ^~~~~~
            help: write a whole number: 3000
            """),
        Golden(
            "less than an iteration", .swapping("iterations: 1000", for: "iterations: 0.5"),
            """
            file.yaml:7:24: error: expected an integer from 1 to 1000000000, found '0.5'
                7 | training: {iterations: 0.5}
                  |                        ^~~
            help: write a whole number
            """),
        Golden(
            "a target without its key", .adding("label_smoothing: 0.9"),
            """
            file.yaml:8:18: error: expected the keys of 'label_smoothing', found '0.9'
                8 | label_smoothing: 0.9
                  |                  ^~~
            help: write label_smoothing: {real: 0.9}
                  its keys: real, fake, flip
            """),
        Golden(
            "what a target lacks of 1", .adding("label_smoothing: 0.1"),
            """
            file.yaml:8:18: error: expected the keys of 'label_smoothing', found '0.1'
                8 | label_smoothing: 0.1
                  |                  ^~~
            help: write label_smoothing: {real: 0.9}
                  the target itself, not what it lacks of 1 as elsewhere
                  its keys: real, fake, flip
            """),
        Golden(
            "a number in place of a section's keys", .swapping("noise: {dimension: 2}", for: "noise: 2"),
            """
            file.yaml:2:8: error: expected the keys of 'noise', found '2'
                2 | noise: 2
                  |        ^
            help: write noise: {dimension: 2}
                  its keys: dimension, prior
            """),
        Golden(
            "no space after a colon in braces", .swapping("{dimension: 2}", for: "{dimension:2}"),
            """
            file.yaml:2:9: error: 'dimension:2' is one word, not a key and its value
                2 | noise: {dimension:2}
                  |         ^~~~~~~~~~~
            help: put a space after the colon: dimension: 2
            """),
        Golden(
            "no space after a colon", .swapping("noise: {dimension: 2}", for: "noise:\n  dimension:2"),
            """
            file.yaml:3:3: error: expected the keys of 'noise', found 'dimension:2'
                3 |   dimension:2
                  |   ^~~~~~~~~~~
            help: put a space after the colon: dimension: 2
            """),
        Golden(
            "no space after the colon of a layer", .swapping("relu, dense: 2]", for: "relu, dense:2]"),
            """
            file.yaml:4:29: error: unknown layer 'dense:2'
                4 |   layers: [dense: 64, relu, dense:2]
                  |                             ^~~~~~~
            help: put a space after the colon: dense: 2
            """),
        Golden(
            "no space before a brace", .swapping("noise: {", for: "noise:{"),
            """
            file.yaml:2:1: error: 'noise:{' is one word, not a key and its value
                2 | noise:{dimension: 2}
                  | ^~~~~~~~~~~~~~~~
            help: put a space after the colon: noise: {
            """),
        Golden(
            "a colon in a text", .adding("description: Does it: yes or no?"),
            """
            file.yaml:8:21: error: invalid YAML: a second ': ' in one line
                8 | description: Does it: yes or no?
                  |                     ^
            help: put a text that holds ': ' in quotes: description: "..."
            """),
        Golden(
            "two layers in one item",
            .swapping("[dense: 64, relu, dense: 2]", for: "\n    - dense: 64\n      relu:\n    - dense: 2"),
            """
            file.yaml:6:7: error: two layers in one place: 'dense', 'relu'
                6 |       relu:
                  |       ^~~~
            help: give each an item of its own: - dense and below it - relu
            """),
        Golden(
            "two optimizers",
            .swapping(
                "relu, dense: 2]",
                for: "relu, dense: 2]\n  optimizer: {adam: {learning_rate: 0.1}, sgd: {learning_rate: 1}}"),
            """
            file.yaml:5:43: error: two optimizers in one place: 'adam', 'sgd'
                5 |   optimizer: {adam: {learning_rate: 0.1}, sgd: {learning_rate: 1}}
                  |                                           ^~~
            help: keep one of them, with its keys inside of it
            """),
        Golden(
            "an item that is indented deeper",
            .swapping("[dense: 64, relu, dense: 2]", for: "\n    - dense: 64\n      - relu\n    - dense: 2"),
            """
            file.yaml:6:7: error: invalid YAML: expected key while parsing a mapping
                6 |       - relu
                  |       ^
            help: this item is indented deeper than the one before it: indent both alike
            """),
        Golden(
            "an item that goes on with the one before",
            .swapping("[dense: 64, relu, dense: 2]", for: "\n    - relu\n      - tanh\n    - dense: 2"),
            """
            file.yaml:5:7: error: unknown layer 'relu - tanh'
                5 |     - relu
                  |       ^~~~
            help: '- tanh' is indented deeper than the item before it, and so continues it: indent both alike
            """),
        Golden(
            "an item with a value that is indented deeper",
            .swapping("[dense: 64, relu, dense: 2]", for: "\n    - relu\n      - dense: 2"),
            """
            file.yaml:6:14: error: invalid YAML: a second ': ' in one line
                6 |       - dense: 2
                  |              ^
            help: this item is indented deeper than the one before it: indent both alike
            """),
        Golden(
            "one list of layers in a grid", .adding("sweep: {grid: {generator.layers: [dense: 4, relu, dense: 2]}}"),
            """
            file.yaml:8:34: error: 'generator.layers' is a list in every run, and these are its items
                8 | sweep: {grid: {generator.layers: [dense: 4, relu, dense: 2]}}
                  |                                  ^~~~~~~~~~~~~~~~~~~~~~~~~~
            help: put each run's list in brackets of its own: [[...], [...]]; or name them: {small: [...]}
            """),
        Golden(
            "a number for a whole layer", .adding("sweep: {grid: {generator.layers.0: [64, 128]}}"),
            """
            file.yaml:8:37: error: 'generator.layers.0' is a whole layer, 'dense', and 64 is none
                8 | sweep: {grid: {generator.layers.0: [64, 128]}}
                  |                                     ^~
            help: to set a key of it: generator.layers.0.units
            file.yaml:8:41: error: 'generator.layers.0' is a whole layer, 'dense', and 128 is none
                8 | sweep: {grid: {generator.layers.0: [64, 128]}}
                  |                                         ^~~
            help: to set a key of it: generator.layers.0.units
            """),
        Golden(
            "one value in a grid", .adding("sweep: {grid: {noise.dimension: 8}}"),
            """
            file.yaml:8:33: error: expected a list of values, found '8'
                8 | sweep: {grid: {noise.dimension: 8}}
                  |                                 ^
            help: write [8], or more values than one
            """),
        Golden(
            "exclusion by values that do not meet",
            .adding("sweep: {zip: {noise.dimension: [2, 4], seed: [1, 2]}, exclude: [{noise.dimension: 2, seed: 2}]}"),
            """
            file.yaml:8:66: error: excludes no run: no run has these values together
                8 | sweep: {zip: {noise.dimension: [2, 4], seed: [1, 2]}, exclude: [{noise.dimension: 2, seed: 2}]}
                  |                                                                  ^~~~~~~~~~~~~~~
            help: noise.dimension has the values 2, 4
                  seed has the values 1, 2
            """),
        Golden(
            "exclusion by what is not swept, without a near name",
            .adding("sweep: {grid: {noise.dimension: [2, 4]}, exclude: [{seed: 2}]}"),
            """
            file.yaml:8:53: error: 'seed' is not swept, so no run can be excluded by it
                8 | sweep: {grid: {noise.dimension: [2, 4]}, exclude: [{seed: 2}]}
                  |                                                     ^~~~
            help: swept are: noise.dimension
            """),
        Golden(
            "an abbreviation", .swapping("relu, dense: 2]", for: "relu, dense: 2]\n  optimizer: {adam: {lr: 1e-3}}"),
            """
            file.yaml:5:22: error: unknown key 'lr' in optimizer 'adam'
                5 |   optimizer: {adam: {lr: 1e-3}}
                  |                      ^~
            help: a key with a similar name exists: 'learning_rate'
            """),
        Golden(
            "the beginning of a key", .swapping("iterations: 1000", for: "iterations: 1000, batch: 3"),
            """
            file.yaml:7:30: error: unknown key 'batch' in 'training'
                7 | training: {iterations: 1000, batch: 3}
                  |                              ^~~~~
            help: a key with a similar name exists: 'batch_size'
            """),
        Golden(
            "a list for a mapping",
            .swapping("training: {iterations: 1000}", for: "training: [iterations: 1000, batch_size: 2]"),
            """
            file.yaml:7:11: error: expected the keys of 'training', found a list of 2
                7 | training: [iterations: 1000, batch_size: 2]
                  |           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            help: put its keys in braces instead of brackets: {iterations: ...}
                  its keys: iterations, epochs, batch_size, fakes, order, consensus_weight, consensus_schedule, unrolled, unrolled_derivatives, gradient_accumulation, stop
            """),
        Golden(
            "a mapping for a list", .swapping("[dense: 64, relu, dense: 2]", for: "{dense: 64, relu: }"),
            """
            file.yaml:4:11: error: expected a list of layers, found a mapping with the key 'dense'
                4 |   layers: {dense: 64, relu: }
                  |           ^~~~~~~~~~~~~~~~~~~
            help: write every layer as an item of its own, with a dash: - dense: 64
            """),
        Golden(
            "a brace never closed", .swapping("noise: {dimension: 2}", for: "noise: {dimension: 2"),
            """
            file.yaml:2:8: error: invalid YAML: expected ',' or '}' while parsing a mapping in { }
                2 | noise: {dimension: 2
                  |        ^
            help: close it; the parser came as far as line 3
            """),
        Golden(
            "a random interval the wrong way round",
            .adding("sweep: {random: {samples: 2, noise.dimension: {uniform: [1e3, 10]}}}"),
            """
            file.yaml:8:57: error: the first number must be below the second
                8 | sweep: {random: {samples: 2, noise.dimension: {uniform: [1e3, 10]}}}
                  |                                                         ^~~~~~~~~
            help: write [10, 1e3]
            """),
        Golden(
            "what can be seen of a file is told at once",
            .whole(
                "data: {dataset: rng}\nnoise: {dimension: two}\ngenerator: {layers: [dens: 2]}\ndiscriminator: {layers: [dense: 1]}\nlabel_smoothing: {real: 0, fake: 1}\ntraining: {iterations: 3, stop: {after: 2 hours}}\nevaluation: {every: 0}\nsweep: {grid: {noise.dimensoin: [1, 2]}}\n"
            ),
            """
            file.yaml:1:17: error: unknown dataset 'rng'
                1 | data: {dataset: rng}
                  |                 ^~~
            help: a dataset with a similar name exists: 'ring'
                  known datasets: digits, ring, csv
            file.yaml:2:20: error: expected an integer from 1 to 65536, found 'two'
                2 | noise: {dimension: two}
                  |                    ^~~
            help: write 2
            file.yaml:3:22: error: unknown layer 'dens'
                3 | generator: {layers: [dens: 2]}
                  |                      ^~~~
            help: a layer with a similar name exists: 'dense'
                  known layers: dense, conv2d, leaky_relu, reshape, relu, tanh
            file.yaml:5:25: error: the target of real samples (0) must be above that of generated ones (1)
                5 | label_smoothing: {real: 0, fake: 1}
                  |                         ^
            help: swap them: {real: 1, fake: 0}
            file.yaml:6:41: error: '2 hours' is not a duration
                6 | training: {iterations: 3, stop: {after: 2 hours}}
                  |                                         ^~~~~~~
            help: a number above 0 with its unit, s, m, h or d: 30m
            file.yaml:7:21: error: expected an integer from 1 to 1000000000, found '0'
                7 | evaluation: {every: 0}
                  |                     ^
            help: for example every: 250
            file.yaml:8:22: error: unknown key 'dimensoin' in 'noise'
                8 | sweep: {grid: {noise.dimensoin: [1, 2]}}
                  |                      ^~~~~~~~~
            help: a key with a similar name exists: 'dimension'
            """),
    ]
}
