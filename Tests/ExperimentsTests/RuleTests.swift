import Testing

/// Set-ups that are valid and cannot work: each is told before anything is trained, at its line, with a cure.
@Suite struct RuleTests {
    /// One mistake in a file without any other.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        /// What is replaced in the sound file, and by what.
        var changes: [(String, String)]
        let expected: String

        init(_ name: String, _ changes: (String, String)..., expected: String) {
            self.name = name
            self.changes = changes
            self.expected = expected
        }

        var testDescription: String { name }

        var file: String { changes.reduce(SoundFile.text) { $0.replacing($1.0, with: $1.1) } }
    }

    @Test func aSoundFileHasNoRemarks() throws { #expect(try SoundFile.remarks(SoundFile.text) == "") }

    @Test(arguments: cases)
    func aMistakeIsTold(_ mistake: Case) throws {
        let found = try SoundFile.remarks(mistake.file)
        #expect(found == mistake.expected)
    }

    /// A little less than what is told.
    @Test(arguments: neighbours)
    func whatWorksIsNotTold(_ neighbour: Case) throws {
        let found = try SoundFile.remarks(neighbour.file)
        #expect(found == "")
    }

    static let layers = "dense: 16, relu, dense: 2"
    static let judge = "dense: 16, relu, dense: 1"

    static let cases = [
        Case(
            "an average that begins beyond the run", (layers + "]", layers + "], average: {start: 60}"),
            expected: """
                file.yaml:3:67: warning: a start after 60 iterations is never, since the run has 60: the average stays a copy of the weights
                    3 | generator: {layers: [dense: 16, relu, dense: 2], average: {start: 60}}
                      |                                                                   ^~
                help: set start below training.iterations
                """),
        Case(
            "a regularizer that begins beyond the run, as it does by default",
            (judge + "]", judge + "], regularization: [lecam]"),
            expected: """
                file.yaml:4:71: warning: a start after 1000 iterations is never, since the run has 60: lecam never takes part
                    4 | discriminator: {layers: [dense: 16, relu, dense: 1], regularization: [lecam]}
                      |                                                                       ^~~~~
                help: set start below training.iterations
                """),
        Case(
            "an epsilon of no division", ("ring, samples: 2000", "digits"), (judge, "flatten, dense: 1"),
            (
                layers,
                "dense: 64, reshape: [8, 8, 1], modulated_conv2d: {filters: 1, kernel: 3, demodulate: false, epsilon: 1e-4}, tanh"
            ),
            expected: """
                file.yaml:3:123: warning: epsilon changes nothing beside demodulate: false
                    3 | …: 3, demodulate: false, epsilon: 1e-4}, tanh]}
                      |                                   ^~~~
                help: leave epsilon out, or set demodulate to true
                """),
        Case(
            "keys of other methods of a condition",
            ("training:", "condition: {method: concat, dimension: 8, weight: 2, log_frequency: false}\ntraining:"),
            expected: """
                file.yaml:5:40: warning: dimension changes nothing beside method: concat
                    5 | condition: {method: concat, dimension: 8, weight: 2, log_frequency: false}
                      |                                        ^
                help: leave dimension out, or set method to embedding
                file.yaml:5:51: warning: weight changes nothing beside method: concat
                    5 | condition: {method: concat, dimension: 8, weight: 2, log_frequency: false}
                      |                                                   ^
                help: leave weight out, or set method to auxiliary or columns
                file.yaml:5:69: warning: log_frequency changes nothing beside method: concat
                    5 | condition: {method: concat, dimension: 8, weight: 2, log_frequency: false}
                      |                                                                     ^~~~~
                help: leave log_frequency out, or set method to columns
                """),
        Case(
            "what steers a probability that is given",
            (judge + "]", judge + "], regularization: [pseudo_reals: {probability: 0.5, target: 0.1}]"),
            expected: """
                file.yaml:4:112: warning: target changes nothing beside probability: 0.5
                    4 | …eals: {probability: 0.5, target: 0.1}]}
                      |                                   ^~~
                help: leave target out, or leave probability out
                """),
        Case(
            "the course of a weight of 0",
            ("training:", "condition: {method: auxiliary, weight: 0, schedule: linear}\ntraining:"),
            expected: """
                file.yaml:5:40: warning: the cross-entropy of condition does nothing, whatever its schedule: weight is 0
                    5 | condition: {method: auxiliary, weight: 0, schedule: linear}
                      |                                        ^
                help: give a number above 0, or leave it out
                """),
        Case(
            "a regularizer whose terms have weights of 0",
            ("ring, samples: 2000", "digits"), (layers, "dense: 64, tanh, reshape: [8, 8, 1]"),
            (judge + "]", "flatten, dense: 1], regularization: [consistency: {real: 0}]"),
            expected: """
                file.yaml:4:83: warning: regularizer consistency does nothing: real and fake are 0
                    4 | discriminator: {layers: [flatten, dense: 1], regularization: [consistency: {real: 0}]}
                      |                                                                                   ^
                help: give a number above 0, or leave it out
                """),
        Case(
            "noise that is left behind", (layers, "dense: 16, learned_constant: 8, relu, dense: 2"),
            expected: """
                file.yaml:3:33: warning: the noise never reaches the samples: learned_constant does not read what comes before it, and nothing brings the noise in behind it, so all samples are one
                    3 | generator: {layers: [dense: 16, learned_constant: 8, relu, dense: 2]}
                      |                                 ^~~~~~~~~~~~~~~~
                help: add a layer that reads the noise, such as adaptive_instance_norm or modulated_conv2d, or leave learned_constant out
                """),
        Case(
            "labels in the place of noise",
            (layers, "embedding: 8, relu, dense: 2"), (judge, "concat_label, dense: 1"),
            ("training:", "condition: {method: layers}\ntraining:"),
            expected: """
                file.yaml:3:22: warning: the noise never reaches the samples: embedding does not read what comes before it, and nothing brings the noise in behind it, so all samples of a label are one
                    3 | generator: {layers: [embedding: 8, relu, dense: 2]}
                      |                      ^~~~~~~~~
                help: add a layer that reads the noise, such as adaptive_instance_norm or modulated_conv2d, or leave embedding out
                """),
        Case(
            "a discriminator that sees nothing", (judge, "learned_constant: 8, dense: 1"),
            expected: """
                file.yaml:4:26: warning: the samples never reach the discriminator's output: learned_constant does not read what comes before it
                    4 | discriminator: {layers: [learned_constant: 8, dense: 1]}
                      |                          ^~~~~~~~~~~~~~~~
                help: leave learned_constant out
                """),
        Case(
            "batch norm over one sample", (layers, "dense: 16, batch_norm, relu, dense: 2"), ("size: 32", "size: 1"),
            expected: """
                file.yaml:3:33: warning: batch_norm has one value per channel to normalize, a batch being one sample: whatever comes in, its shift goes out, and the generator cannot use its input
                    3 | generator: {layers: [dense: 16, batch_norm, relu, dense: 2]}
                      |                                 ^~~~~~~~~~
                help: set training.batch_size to 2 or more (16 and up are usual), or put layer_norm in its place
                """),
        Case(
            "batch norm over one row of a packed discriminator",
            (judge, "dense: 16, batch_norm, relu, dense: 1], pack: 2"), ("pack: 2]", "pack: 2"),
            ("size: 32", "size: 1"),
            expected: """
                file.yaml:4:37: warning: batch_norm has one value per channel to normalize, a batch being one row: whatever comes in, its shift goes out, and the discriminator cannot use its input
                    4 | discriminator: {layers: [dense: 16, batch_norm, relu, dense: 1], pack: 2}
                      |                                     ^~~~~~~~~~
                help: set training.batch_size to 2 or more (16 and up are usual), or put layer_norm in its place
                """),
        Case(
            "tanh below a ring of radius 5", ("samples: 2000", "radius: 5, samples: 2000"), (layers, layers + ", tanh"),
            expected: """
                file.yaml:3:49: warning: the generator ends in tanh, which gives values from -1 to 1; the data has values from -5.031 to 5.036, and every sample has one that cannot be made
                    3 | generator: {layers: [dense: 16, relu, dense: 2, tanh]}
                      |                                                 ^~~~
                help: leave tanh out
                """),
        Case(
            "relu for pictures, seen through a reshape", ("ring, samples: 2000", "digits"),
            (layers, "dense: 64, relu, reshape: [8, 8, 1]"), (judge, "flatten, dense: 1"),
            expected: """
                file.yaml:3:33: warning: the generator ends in relu, which gives values of at least 0; the data has values from -1 to 1, and every sample has one that cannot be made
                    3 | generator: {layers: [dense: 64, relu, reshape: [8, 8, 1]]}
                      |                                 ^~~~
                help: put tanh in its place, or leave it out
                """),
        Case(
            "tanh of what is never negative", ("ring, samples: 2000", "digits"),
            (layers, "dense: 64, relu, tanh, reshape: [8, 8, 1]"), (judge, "flatten, dense: 1"),
            expected: """
                file.yaml:3:39: warning: the generator ends in tanh, which gives values from 0 to 1; the data has values from -1 to 1, and every sample has one that cannot be made
                    3 | generator: {layers: [dense: 64, relu, tanh, reshape: [8, 8, 1]]}
                      |                                       ^~~~
                help: put tanh in its place, or leave it out
                """),
        Case(
            "pictures without an end", ("ring, samples: 2000", "digits"),
            (layers, "dense: 64, reshape: [8, 8, 1]"), (judge, "flatten, dense: 1"),
            expected: """
                file.yaml:3:22: note: the generator gives any values, and pictures have values from -1 to 1
                    3 | generator: {layers: [dense: 64, reshape: [8, 8, 1]]}
                      |                      ^~~~~
                help: end with tanh, which gives no others
                """),
        Case(
            "sigmoid under hinge", (judge, judge + ", sigmoid"), ("training:", "loss: hinge\ntraining:"),
            expected: """
                file.yaml:4:53: warning: the discriminator ends in sigmoid, which gives values from 0 to 1; loss 'hinge' works with values from -1 to 1
                    4 | discriminator: {layers: [dense: 16, relu, dense: 1, sigmoid]}
                      |                                                     ^~~~~~~
                help: leave the last sigmoid out: end with the layer before it
                """),
        Case(
            "sigmoid under Wasserstein", (judge, judge + ", sigmoid"),
            ("1, sigmoid]", "1, sigmoid], weight_clipping: 0.01"),
            ("training:", "loss: wasserstein\ntraining:"),
            expected: """
                file.yaml:4:53: warning: the discriminator ends in sigmoid, which gives values from 0 to 1; loss 'wasserstein' works with any values
                    4 | discriminator: {layers: [dense: 16, relu, dense: 1, sigmoid], weight_clipping: 0.01}
                      |                                                     ^~~~~~~
                help: leave the last sigmoid out: end with the layer before it
                """),
        Case(
            "sigmoid under least squares to -1", (judge, judge + ", sigmoid"),
            ("training:", "loss: least_squares\nlabel_smoothing: {fake: -1}\ntraining:"),
            expected: """
                file.yaml:4:53: warning: the discriminator ends in sigmoid, which gives values from 0 to 1; loss 'least_squares' works with values from -1 to 1
                    4 | discriminator: {layers: [dense: 16, relu, dense: 1, sigmoid]}
                      |                                                     ^~~~~~~
                help: leave the last sigmoid out: end with the layer before it
                """),
        Case(
            "tanh for logits", (judge, judge + ", tanh"),
            expected: """
                file.yaml:4:53: warning: the discriminator ends in tanh, which gives values from -1 to 1; loss 'non_saturating' works with logits, which can be any number
                    4 | discriminator: {layers: [dense: 16, relu, dense: 1, tanh]}
                      |                                                     ^~~~
                help: leave the last tanh out: end with the layer before it
                """),
        Case(
            "warm-up beyond the run", (layers + "]", layers + "], schedule: {cosine: {warmup: 1000}}"),
            expected: """
                file.yaml:3:78: warning: the warm-up of 1000 iterations is longer than the run, 60: the learning rate never rises above 1.64 % of what is given
                    3 | generator: {layers: [dense: 16, relu, dense: 2], schedule: {cosine: {warmup: 1000}}}
                      |                                                                              ^~~~
                help: set warmup to a small share of training.iterations
                """),
        Case(
            "steps beyond the run", (judge + "]", judge + "], schedule: {step: 60}"),
            expected: """
                file.yaml:4:71: warning: every 60 iterations is never, since the run has 60, so that the learning rate never is multiplied by 0.5
                    4 | discriminator: {layers: [dense: 16, relu, dense: 1], schedule: {step: 60}}
                      |                                                                       ^~
                help: set every below training.iterations: then the learning rate is multiplied by 0.5
                """),
        Case(
            "a weight's warm-up beyond the run",
            (judge + "]", judge + "], regularization: [r1: {schedule: {linear: {warmup: 240}}}]"),
            expected: """
                file.yaml:4:104: warning: the warm-up of 240 iterations is longer than the run, 60: the weight of r1 never rises above 6.46 % of what is given
                    4 | …r1: {schedule: {linear: {warmup: 240}}}]}
                      |                                   ^~~
                help: set warmup to a small share of training.iterations
                """),
        Case(
            "a noise's restart beyond the run",
            (
                judge + "]",
                judge + "], regularization: [lecam: {start: 1}, instance_noise: {schedule: {warm_restarts: 60}}]"
            ),
            expected: """
                file.yaml:4:133: warning: every 60 iterations is never, since the run has 60, so that what instance_noise adds never starts over
                    4 | …oise: {schedule: {warm_restarts: 60}}]}
                      |                                   ^~
                help: set every below training.iterations: then what instance_noise adds starts over
                """),
        Case(
            "a step of the generator's weight beyond the run",
            (layers + "]", layers + "], regularization: [orthogonal: {schedule: {step: 90}}]"),
            expected: """
                file.yaml:3:97: warning: every 90 iterations is never, since the run has 60, so that the strength of orthogonal never is multiplied by 0.5
                    3 | generator: {layers: [dense: 16, relu, dense: 2], regularization: [orthogonal: {schedule: {step: 90}}…
                      |                                                                                                 ^~
                help: set every below training.iterations: then the strength of orthogonal is multiplied by 0.5
                """),
        Case(
            "a step of the loss's weight beyond the run",
            ("training:", "loss: {feature_matching: {schedule: {step: 60}}}\ntraining:"),
            expected: """
                file.yaml:5:44: warning: every 60 iterations is never, since the run has 60, so that the weight of feature_matching never is multiplied by 0.5
                    5 | loss: {feature_matching: {schedule: {step: 60}}}
                      |                                            ^~
                help: set every below training.iterations: then the weight of feature_matching is multiplied by 0.5
                """),
        Case(
            "a batch larger than the data", ("size: 32", "size: 2001"),
            expected: """
                file.yaml:5:40: warning: a batch of 2001 samples is more than the 2000 samples to train on: samples stand in it several times
                    5 | training: {iterations: 60, batch_size: 2001}
                      |                                        ^~~~
                help: set training.batch_size to at most 2000
                """),
        Case(
            "a batch of packs larger than the data", (judge + "]", judge + "], pack: 64"),
            expected: """
                file.yaml:5:40: warning: a batch of 32 rows of 64 samples is more than the 2000 samples to train on: samples stand in it several times
                    5 | training: {iterations: 60, batch_size: 32}
                      |                                        ^~
                help: set training.batch_size to at most 31
                """),
        Case(
            "a learning rate that is 0", (layers + "]", layers + "], optimizer: {sgd: 1e-50}"),
            expected: """
                file.yaml:3:67: warning: generator.optimizer.learning_rate: 1e-50 is 0 in single precision, in which networks are trained
                    3 | generator: {layers: [dense: 16, relu, dense: 2], optimizer: {sgd: 1e-50}}
                      |                                                                   ^~~~~
                help: use a number above 1e-38
                """),
        Case(
            "a learning rate that is infinite", (judge + "]", judge + "], optimizer: {sgd: {learning_rate: 1e39}}"),
            expected: """
                file.yaml:4:87: warning: discriminator.optimizer.learning_rate: 1e+39 is infinite in single precision, in which networks are trained
                    4 | discriminator: {layers: [dense: 16, relu, dense: 1], optimizer: {sgd: {learning_rate: 1e39}}}
                      |                                                                                       ^~~~
                help: use a number below 1e38
                """),
        Case(
            "a slope that is 0", (judge, "dense: 16, leaky_relu: 1e-60, dense: 1"),
            expected: """
                file.yaml:4:49: warning: discriminator.layers.1.slope: 1e-60 is 0 in single precision, in which networks are trained
                    4 | discriminator: {layers: [dense: 16, leaky_relu: 1e-60, dense: 1]}
                      |                                                 ^~~~~
                help: use a number above 1e-38
                """),
        Case(
            "steps as large as weights", (layers + "]", layers + "], optimizer: {adam: {learning_rate: 1e3}}"),
            expected: """
                file.yaml:3:84: warning: with adam an update moves every weight by about the learning rate, and 1000 is more than weights are large
                    3 | generator: {layers: [dense: 16, relu, dense: 2], optimizer: {adam: {learning_rate: 1e3}}}
                      |                                                                                    ^~~
                help: usual values are 1e-4 to 1e-3
                """),
        Case(
            "few held-out samples", ("samples: 2000", "samples: 2000, held_out: 0.15"),
            expected: """
                file.yaml:1:48: warning: 300 held-out samples are too few for every judge to see a total variation distance of 0.2, which takes 320: the verdict cannot be "equilibrium" or near it
                    1 | data: {dataset: ring, samples: 2000, held_out: 0.15}
                      |                                                ^~~~
                help: raise data.held_out or data.samples
                """),
        Case(
            "an end at equilibrium without a critic", ("iterations: 60,", "iterations: 60, stop: {equilibrium: 5},"),
            ("training:", "evaluation: {critic: {iterations: 0}}\ntraining:"),
            expected: """
                file.yaml:6:48: warning: training.stop.equilibrium needs a fresh critic that finds no difference, and evaluation.critic.iterations: 0 leaves it out: a run at equilibrium goes on to its last iteration
                    6 | training: {iterations: 60, stop: {equilibrium: 5}, batch_size: 32}
                      |                                                ^
                help: leave evaluation.critic.iterations out, or training.stop.equilibrium
                """),
        Case(
            "few samples for the critic", ("training:", "evaluation: {critic: {samples: 100}}\ntraining:"),
            expected: """
                file.yaml:5:32: warning: 100 held-out samples are too few for every judge to see a total variation distance of 0.2, which takes 160: the verdict cannot be "equilibrium" or near it
                    5 | evaluation: {critic: {samples: 100}}
                      |                                ^~~
                help: set evaluation.critic.samples to 160 or more
                """),
        Case(
            "an accuracy of one pack", (judge + "]", judge + "], pack: 10, weight_clipping: 0.01"),
            ("training:", "loss: wasserstein\nevaluation: {samples: 19}\ntraining:"),
            expected: """
                file.yaml:6:23: warning: 19 held-out samples are too few for every judge to see a total variation distance of 0.2, which takes 160: the verdict cannot be "equilibrium" or near it
                    6 | evaluation: {samples: 19}
                      |                       ^~
                help: set evaluation.samples to 160 or more
                file.yaml:6:23: warning: the accuracy cannot be measured: loss 'wasserstein' has no threshold of its own, so it is found on one half of the held-out rows and measured on the other, and an evaluation has 1 of 10 samples
                    6 | evaluation: {samples: 19}
                      |                       ^~
                help: set evaluation.samples to 20 or more
                """),
    ]

    static let neighbours = [
        Case("the point of the Dirac-GAN", (layers, "learned_constant: 2"), expected: ""),
        Case(
            "a constant that noise is brought to",
            (
                layers,
                "dense: {units: 16, id: style}, learned_constant: 8, "
                    + "concat: {from: style}, relu, dense: 2"
            ), expected: ""),
        Case(
            "starts within the run", (layers + "]", layers + "], average: {start: 59}"),
            (judge + "]", judge + "], regularization: [lecam: {start: 59}]"), expected: ""),
        Case(
            "an epsilon that is the default's", ("ring, samples: 2000", "digits"), (judge, "flatten, dense: 1"),
            (
                layers,
                "dense: 64, reshape: [8, 8, 1], modulated_conv2d: {filters: 1, kernel: 3, demodulate: false, epsilon: 1e-8}, tanh"
            ), expected: ""),
        Case(
            "keys of the condition's own method",
            ("training:", "condition: {method: auxiliary, weight: 2, schedule: linear}\ntraining:"), expected: ""),
        Case(
            "batch norm over two samples", (layers, "dense: 16, batch_norm, relu, dense: 2"), ("size: 32", "size: 2"),
            expected: ""),
        Case(
            "batch norm over the positions of one image", ("ring, samples: 2000", "digits"), ("size: 32", "size: 1"),
            (layers, "dense: 64, reshape: [8, 8, 1], batch_norm, tanh"), (judge, "flatten, dense: 1"), expected: ""),
        Case(
            "tanh around a small ring", ("samples: 2000", "radius: 0.9, samples: 2000"), (layers, layers + ", tanh"),
            expected: ""),
        Case(
            "sigmoid under least squares to 0 and 1", (judge, judge + ", sigmoid"),
            ("training:", "loss: least_squares\ntraining:"), expected: ""),
        Case(
            "a warm-up of the whole run", (layers + "]", layers + "], schedule: {linear: {warmup: 60}}"), expected: ""),
        Case("steps within the run", (layers + "]", layers + "], schedule: {step: 59}"), expected: ""),
        Case(
            "a weight's steps within the run",
            (judge + "]", judge + "], regularization: [r1: {schedule: {step: {every: 59, warmup: 60}}}]"), expected: ""),
        Case("a batch of all the data", ("size: 32", "size: 2000"), expected: ""),
        Case(
            "numbers that single precision holds", (layers + "]", layers + "], optimizer: {sgd: 1e-37}"), expected: ""),
        Case("steps of 1 in plain descent", (layers + "]", layers + "], optimizer: {sgd: 1}"), expected: ""),
        Case("just enough held-out samples", ("samples: 2000", "samples: 2000, held_out: 0.16"), expected: ""),
        Case(
            "an accuracy of two packs", (judge + "]", judge + "], pack: 64, weight_clipping: 0.01"),
            ("size: 32", "size: 20"),
            ("training:", "loss: wasserstein\nevaluation: {samples: 200}\ntraining:"), expected: ""),
    ]
}
