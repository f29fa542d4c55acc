/// Files with a mistake, and what a person then reads.
extension Golden {
    static let decoding: [Golden] = [
        Golden(
            "unknown key", .swapping("modes", for: "mode"),
            """
            file.yaml:1:23: error: unknown key 'mode' in dataset 'ring'
                1 | data: {dataset: ring, mode: 8}
                  |                       ^~~~
            help: a key with a similar name exists: 'modes'
            """),
        Golden(
            "unknown key without a near name", .swapping("modes: 8", for: "colour: red"),
            """
            file.yaml:1:23: error: unknown key 'colour' in dataset 'ring'
                1 | data: {dataset: ring, colour: red}
                  |                       ^~~~~~
            help: known keys: modes, radius
            """),
        Golden(
            "unknown section, one error", .swapping("noise", for: "nois"),
            """
            file.yaml:2:1: error: unknown key 'nois'
                2 | nois: {dimension: 2}
                  | ^~~~
            help: a key with a similar name exists: 'noise'
            """),
        Golden(
            "what stands below an unknown key is looked at",
            .swapping("noise: {dimension: 2}", for: "nois: {dimension: two}"),
            """
            file.yaml:2:1: error: unknown key 'nois'
                2 | nois: {dimension: two}
                  | ^~~~
            help: a key with a similar name exists: 'noise'
            file.yaml:2:19: error: expected an integer from 1 to 65536, found 'two'
                2 | nois: {dimension: two}
                  |                   ^~~
            help: write 2
            """),
        Golden(
            "a key at the wrong level", .adding("batch_size: 64"),
            """
            file.yaml:8:1: error: unknown key 'batch_size'
                8 | batch_size: 64
                  | ^~~~~~~~~~
            help: 'batch_size' belongs in 'training' or 'evaluation.critic'
            """),
        Golden(
            "unknown key in an entry of a list that a word could stand for",
            .swapping("training:", for: "  regularization: [penalty: {weigth: 10}]\ntraining:"),
            """
            file.yaml:7:30: error: unknown key 'weigth' in regularizer 'penalty'
                7 |   regularization: [penalty: {weigth: 10}]
                  |                              ^~~~~~
            help: a key with a similar name exists: 'weight'
            """),
        Golden(
            "unknown layer", .swapping("dense: 64, relu", for: "dens: 64, relu"),
            """
            file.yaml:4:12: error: unknown layer 'dens'
                4 |   layers: [dens: 64, relu, dense: 2]
                  |            ^~~~
            help: a layer with a similar name exists: 'dense'
                  known layers: dense, conv2d, leaky_relu, reshape, relu, tanh
            """),
        Golden(
            "a layer and its value without a colon", .swapping("dense: 64, relu", for: "dense 64, relu"),
            """
            file.yaml:4:12: error: unknown layer 'dense 64'
                4 |   layers: [dense 64, relu, dense: 2]
                  |            ^~~~~~~~
            help: write dense: 64
                  known layers: dense, conv2d, leaky_relu, reshape, relu, tanh
            """),
        Golden(
            "a name that another entry speaks of", .adding("loss: arjovsky"),
            """
            file.yaml:8:7: error: unknown loss 'arjovsky'
                8 | loss: arjovsky
                  |       ^~~~~~~~
            help: 'arjovsky' is spoken of by wasserstein (loss)
                  known losses: non_saturating, wasserstein
            """),
        Golden(
            "unknown loss without a near name", .adding("loss: hinge"),
            """
            file.yaml:8:7: error: unknown loss 'hinge'
                8 | loss: hinge
                  |       ^~~~~
            help: known losses: non_saturating, wasserstein
            """),
        Golden(
            "missing key", .swapping("dense: 64, relu", for: "dense, relu"),
            """
            file.yaml:4:12: error: missing key 'units' in layer 'dense'
                4 |   layers: [dense, relu, dense: 2]
                  |            ^~~~~
            help: units: outputs (an integer from 1 to 65536)
            """),
        Golden(
            "missing section", .swapping("training: {iterations: 1000}", for: ""),
            """
            file.yaml:1:1: error: missing key 'training'
                1 | data: {dataset: ring, modes: 8}
                  | ^~~~
            help: training: how long, and on how much at a time (a mapping with the keys iterations, epochs, batch_size, fakes, order, consensus_weight, consensus_schedule, unrolled, unrolled_derivatives, gradient_accumulation, stop)
                  for example training: {iterations: 5000, batch_size: 64}
            """),
        Golden(
            "not an integer", .swapping("dimension: 2", for: "dimension: many"),
            """
            file.yaml:2:20: error: expected an integer from 1 to 65536, found 'many'
                2 | noise: {dimension: many}
                  |                    ^~~~
            help: for example dimension: 64
            """),
        Golden(
            "out of range", .swapping("dimension: 2", for: "dimension: 0"),
            """
            file.yaml:2:20: error: expected an integer from 1 to 65536, found '0'
                2 | noise: {dimension: 0}
                  |                    ^
            help: for example dimension: 64
            """),
        Golden(
            "quoted number", .swapping("dimension: 2", for: "dimension: \"64\""),
            """
            file.yaml:2:20: error: expected an integer from 1 to 65536, found the text '64'
                2 | noise: {dimension: "64"}
                  |                    ^~~~
            help: leave out the quotes
            """),
        Golden(
            "underscores", .swapping("dimension: 2", for: "dimension: 1_000"),
            """
            file.yaml:2:20: error: expected an integer from 1 to 65536, found '1_000'
                2 | noise: {dimension: 1_000}
                  |                    ^~~~~
            help: write 1000
            """),
        Golden(
            "octal", .swapping("dimension: 2", for: "dimension: 010"),
            """
            file.yaml:2:20: error: expected an integer from 1 to 65536, found '010'
                2 | noise: {dimension: 010}
                  |                    ^~~
            help: write it in decimal, without a leading zero
            """),
        Golden(
            "hexadecimal", .swapping("dimension: 2", for: "dimension: 0x10"),
            """
            file.yaml:2:20: error: expected an integer from 1 to 65536, found '0x10'
                2 | noise: {dimension: 0x10}
                  |                    ^~~~
            help: write it in decimal, without a leading zero
            """),
        Golden(
            "point in an integer", .swapping("dimension: 2", for: "dimension: 64.0"),
            """
            file.yaml:2:20: error: expected an integer from 1 to 65536, found '64.0'
                2 | noise: {dimension: 64.0}
                  |                    ^~~~
            help: write 64
            """),
        Golden(
            "sexagesimal", .swapping("dimension: 2", for: "dimension: 1:30"),
            """
            file.yaml:2:20: error: expected an integer from 1 to 65536, found '1:30'
                2 | noise: {dimension: 1:30}
                  |                    ^~~~
            help: for example dimension: 64
            """),
        Golden(
            "infinity", .swapping("modes: 8", for: "radius: .inf"),
            """
            file.yaml:1:31: error: expected a number above 0, found '.inf'
                1 | data: {dataset: ring, radius: .inf}
                  |                               ^~~~
            help: for example radius: 1.0
            """),
        Golden(
            "list for an integer", .swapping("dimension: 2", for: "dimension: [2, 3]"),
            """
            file.yaml:2:20: error: expected an integer from 1 to 65536, found a list of 2
                2 | noise: {dimension: [2, 3]}
                  |                    ^~~~~~
            help: for example dimension: 64
            """),
        Golden(
            "yes is no boolean", .swapping("dense: 64, relu", for: "dense: {units: 64, bias: yes}, relu"),
            """
            file.yaml:4:37: error: expected true or false, found 'yes'
                4 |   layers: [dense: {units: 64, bias: yes}, relu, dense: 2]
                  |                                     ^~~
            help: write true
            """),
        Golden(
            "value for an entry without keys", .swapping("relu, dense", for: "relu: 3, dense"),
            """
            file.yaml:4:29: error: layer 'relu' takes no bare value
                4 |   layers: [dense: 64, relu: 3, dense: 2]
                  |                             ^
            help: write only 'relu'
            """),
        Golden(
            "keys beside an entry",
            .swapping("layers: [dense: 64, relu, dense: 2]", for: "layers:\n    - dense: 64\n      bias: true"),
            """
            file.yaml:6:7: error: expected one layer, found the keys 'dense', 'bias'
                6 |       bias: true
                  |       ^~~~
            help: the keys of 'dense' go inside of it: {dense: {bias: ...}}
            """),
        Golden(
            "no layers", .swapping("[dense: 64, relu, dense: 2]", for: "[]"),
            """
            file.yaml:4:11: error: expected a list of layers, found an empty list
                4 |   layers: []
                  |           ^~
            help: for example layers: [{dense: 128}, relu, {dense: 2}]
            """),
        Golden(
            "nothing for a layer", .swapping("relu, dense", for: "null, dense"),
            """
            file.yaml:4:23: error: expected a layer, found nothing
                4 |   layers: [dense: 64, null, dense: 2]
                  |                       ^~~~
            help: known layers: dense, conv2d, leaky_relu, reshape, relu, tanh
            """),
        Golden(
            "data without a name", .swapping("dataset: ring, ", for: ""),
            """
            file.yaml:1:7: error: missing key 'dataset' in 'data'
                1 | data: {modes: 8}
                  |       ^~~~~~~~~~
            help: name the data: {dataset: digits}
            """),
        Golden(
            "misspelt dataset key", .swapping("dataset: ring, modes: 8", for: "datset: ring"),
            """
            file.yaml:1:8: error: unknown key 'datset' in 'data'
                1 | data: {datset: ring}
                  |        ^~~~~~
            help: a key with a similar name exists: 'dataset'
            """),
        Golden(
            "key without its entry",
            .swapping("relu, dense: 2]", for: "relu, dense: 2]\n  optimizer: {learning_rate: 1e-3}"),
            """
            file.yaml:5:15: error: 'learning_rate' is a key of an optimizer, but none is named
                5 |   optimizer: {learning_rate: 1e-3}
                  |               ^~~~~~~~~~~~~
            help: name the optimizer: {adam: {learning_rate: ...}}
            """),
        Golden(
            "list of the wrong length",
            .swapping("relu, dense: 2]", for: "relu, dense: 2]\n  optimizer: {adam: {betas: [0.5]}}"),
            """
            file.yaml:5:29: error: expected a list of 2 numbers from 0 to below 1, found a list of 1
                5 |   optimizer: {adam: {betas: [0.5]}}
                  |                             ^~~~~
            help: for example betas: [0.5, 0.999]
            """),
        Golden(
            "several errors in one entry",
            .swapping(
                "relu, dense: 2]", for: "relu, dense: 2]\n  optimizer: {adam: {betas: [0.5, 1.0], learning_rate: -1}}"),
            """
            file.yaml:5:35: error: expected a number from 0 to below 1, found '1.0'
                5 |   optimizer: {adam: {betas: [0.5, 1.0], learning_rate: -1}}
                  |                                   ^~~
            help: for example betas: [0.5, 0.999]
            file.yaml:5:56: error: expected a number above 0, found '-1'
                5 |   optimizer: {adam: {betas: [0.5, 1.0], learning_rate: -1}}
                  |                                                        ^~
            help: for example learning_rate: 0.0002
            """),
        Golden(
            "either of two types", .swapping("relu, dense", for: "conv2d: {filters: 3, kernel: big}, dense"),
            """
            file.yaml:4:52: error: expected an integer from 1 to 64, or a list of 2 integers from 1 to 64, found 'big'
                4 |   layers: [dense: 64, conv2d: {filters: 3, kernel: big}, dense: 2]
                  |                                                    ^~~
            help: for example kernel: 3
            """),
        Golden(
            "inside of one of two types", .swapping("relu, dense", for: "conv2d: {filters: 3, kernel: [3, x]}, dense"),
            """
            file.yaml:4:56: error: expected an integer from 1 to 64, found 'x'
                4 |   layers: [dense: 64, conv2d: {filters: 3, kernel: [3, x]}, dense: 2]
                  |                                                        ^
            help: for example kernel: 3
            """),
        Golden(
            "unknown word", .swapping("relu, dense", for: "conv2d: {filters: 3, padding: sam}, dense"),
            """
            file.yaml:4:53: error: expected one of same, valid, found 'sam'
                4 |   layers: [dense: 64, conv2d: {filters: 3, padding: sam}, dense: 2]
                  |                                                     ^~~
            help: a similar word exists: 'same'
            """),
        Golden(
            "section given a number", .adding("step_ratio: 5"),
            """
            file.yaml:8:13: error: expected the keys of 'step_ratio', found '5'
                8 | step_ratio: 5
                  |             ^
            help: write step_ratio: {discriminator: 5}
                  its keys: discriminator, generator, skip_above
            """),
        Golden(
            "targets the wrong way round", .adding("label_smoothing: {real: 0.1, fake: 0.2}"),
            """
            file.yaml:8:25: error: the target of real samples (0.1) must be above that of generated ones (0.2)
                8 | label_smoothing: {real: 0.1, fake: 0.2}
                  |                         ^~~
            help: swap them: {real: 0.2, fake: 0.1}
            """),
        Golden(
            "no regularizers",
            .swapping("leaky_relu: 0.2, dense: 1]", for: "leaky_relu: 0.2, dense: 1]\n  regularization: []"),
            """
            file.yaml:7:19: error: expected one of none, or a list of regularizers, found an empty list
                7 |   regularization: []
                  |                   ^~
            help: for example regularization: none
            """),
        Golden(
            "evaluation after the end", .adding("evaluation: {every: 5000}"),
            """
            file.yaml:8:21: warning: every 5000 iterations is never, since the run has 1000
                8 | evaluation: {every: 5000}
                  |                     ^~~~
            help: it is done at the run's end all the same
            """),
        Golden(
            "iterations and epochs", .swapping("{iterations: 1000}", for: "{iterations: 1000, epochs: 2}"),
            """
            file.yaml:7:30: error: 'iterations' and 'epochs' say the same thing twice in 'training'
                7 | training: {iterations: 1000, epochs: 2}
                  |                              ^~~~~~
            help: leave one of them out
            """),
        Golden(
            "neither iterations nor epochs", .swapping("{iterations: 1000}", for: "{batch_size: 2}"),
            """
            file.yaml:7:1: error: missing key 'iterations' in 'training'
                7 | training: {batch_size: 2}
                  | ^~~~~~~~
            help: iterations: iterations of both players (an integer from 1 to 1000000000)
                  or epochs: in place of iterations: how many times every training sample is seen (a number above 0)
            """),
        Golden(
            "simultaneous updates of several steps",
            .swapping(
                "training: {iterations: 1000}",
                for: "training: {iterations: 1000, order: simultaneous}\nstep_ratio: {discriminator: 5}"),
            """
            file.yaml:8:13: error: simultaneous updates are one of each player; step_ratio asks for 5 of the discriminator and 1 of the generator
                8 | step_ratio: {discriminator: 5}
                  |             ^~~~~~~~~~~~~~~~~~
            help: leave step_ratio out and give the faster player a larger learning_rate; or leave training.order out
            """),
        Golden(
            "a path for a name", .adding("name: ../x"),
            """
            file.yaml:8:7: error: '../x' cannot name a folder
                8 | name: ../x
                  |       ^~~~
            help: up to 100 letters, digits, '-', '_' and '.', not starting with '.'
            """),
        Golden(
            "a list for a file", .whole("- a\n- b\n"),
            """
            file.yaml:1:1: error: expected the keys of an experiment, found a list of 2
                1 | - a
                  | ^
            help: its keys: name, description, seed, data, noise, generator, discriminator, condition, loss, label_smoothing, step_ratio, training, evaluation, output, extends, sweep, launcher
            """),
    ]
}
