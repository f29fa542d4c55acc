import Diagnostics
import Experiments
import Foundation
import Networks
import Testing
import TestSupport

/// What a person reads about mistakes that only the real registries, data and networks show.
@Suite struct MessageTests {
    private func messages(_ text: String, beside files: [String: String] = [:]) throws -> String {
        let folder = try TemporaryFolder()
        for (name, content) in files.merging(["file.yaml": text], uniquingKeysWith: { $1 }) {
            let content = content.replacing("FOLDER", with: folder.path)
            try folder.write(name, content)
        }
        let found: [Diagnostic]
        do { found = try Preparation(files: [folder.path + "/file.yaml"]).remarks } catch { found = error.diagnostics }
        // The folder's name would decide where long lines are cut.
        return DiagnosticRenderer(lineWidth: 200).render(found).replacing(folder.path + "/", with: "")
    }

    private static let images = """
        data: {dataset: digits}
        noise: {dimension: 8}
        generator:
          layers:
            - dense: 128
            - reshape: [2, 2, 32]
            - conv_transpose2d: {filters: 16, kernel: 4, stride: 2, padding: 1}
            - relu
            - conv_transpose2d: {filters: 1, kernel: 4, stride: 2, padding: 1}
            - tanh
        discriminator: {layers: [flatten, dense: 1]}
        training: {iterations: 10}

        """

    /// A layer that another makes inside itself has no place in the file: what is wrong with it is said once, of the
    /// layer that the person wrote.
    @Test(arguments: ["adaptive_instance_norm: {", "modulated_conv2d: {filters: 1, kernel: 3, "])
    func layersInsideOthersAreBlamedOnTheWrittenOne(_ layer: String) throws {
        let found = try messages(
            Self.images.replacing("128\n", with: "64\n").replacing("[2, 2, 32]", with: "[8, 8, 1]").replacing(
                "conv_transpose2d: {filters: 16, kernel: 4, stride: 2, padding: 1}",
                with: "\(layer)spectral_norm: true}"
            ).replacing("    - conv_transpose2d: {filters: 1, kernel: 4, stride: 2, padding: 1}\n", with: "").replacing(
                "iterations: 10", with: "iterations: 10, order: consensus"))
        let name = layer.prefix { $0 != ":" }
        #expect(
            found.hasPrefix(
                "file.yaml:7:7: error: training.order: consensus does not support spectral_norm yet: the weights of "
                    + "\(name) are derived from others"), "\(found)")
        #expect(found.components(separatedBy: "error:").count == 2, "\(found)")
    }

    @Test func channelsFirstAreBlamedOnTheReshape() throws {
        let found = try messages(Self.images.replacing("[2, 2, 32]", with: "[32, 2, 2]"))
        #expect(
            found == """
                file.yaml:6:7: error: reshape: [32, 2, 2] is height 32, width 2 and 2 channels, from which the layers after it do not come to [8, 8, 1], the data's shape
                    6 |     - reshape: [32, 2, 2]
                      |       ^~~~~~~
                help: channels stand last: reshape: [2, 2, 32]
                """)
    }

    @Test func aWrongShapeIsBlamedOnTheLayerThatMakesIt() throws {
        let found = try messages(
            Self.images.replacing("filters: 1, kernel: 4, stride: 2", with: "filters: 1, kernel: 4, stride: 3"))
        #expect(
            found == """
                file.yaml:9:7: error: produces [11, 11, 1]; data 'digits' has shape [8, 8, 1]
                    9 |     - conv_transpose2d: {filters: 1, kernel: 4, stride: 3, padding: 1}
                      |       ^~~~~~~~~~~~~~~~
                help: its images on the way: [2, 2, 32], [4, 4, 16], [11, 11, 1]
                      conv_transpose2d with kernel 4, stride 2 and padding 1 doubles height and width
                """)
        let flat = try messages(Self.images.replacing("digits", with: "ring").replacing("flatten, ", with: ""))
        #expect(
            flat == """
                file.yaml:9:7: error: produces [8, 8, 1]; data 'ring' has shape [2]
                    9 |     - conv_transpose2d: {filters: 1, kernel: 4, stride: 2, padding: 1}
                      |       ^~~~~~~~~~~~~~~~
                help: end with flatten and dense: 2
                """)
    }

    /// Where height and width stay as a reshape gives them, the reshape is what to change.
    @Test func aWrongSizeOfAReshapeIsMendedThere() throws {
        let kept = Self.images.replacing(
            "conv_transpose2d: {filters: 16, kernel: 4, stride: 2, padding: 1}",
            with: "conv2d: {filters: 16, kernel: 3, padding: same}"
        ).replacing(
            "conv_transpose2d: {filters: 1, kernel: 4, stride: 2, padding: 1}",
            with: "conv2d: {filters: 3, kernel: 3, padding: same}")
        #expect(
            try messages(kept).hasSuffix(
                "\nhelp: the layers after reshape: [2, 2, 32] keep its height and width: write dense: 2048 and reshape: "
                    + "[8, 8, 32] there, and filters: 1 at the end"))
    }

    private static let table = """
        data: {dataset: csv, path: FOLDER/people.csv, columns: [height, weight]}
        noise: {dimension: 2}
        generator: {layers: [dense: 2]}
        discriminator: {layers: [dense: 1]}
        training: {iterations: 10}

        """

    private static let people =
        "height,weight,city\n" + (0..<2000).map { "\(150 + $0 % 50),\(50 + $0 % 37),Bonn\n" }.joined()

    @Test func aMissingFileOrColumnIsShownAtItsOwnKey() throws {
        let files = ["people.csv": Self.people]
        #expect(try messages(Self.table, beside: files) == "")
        let file = try messages(Self.table.replacing("people", with: "peple"), beside: files)
        #expect(file.hasPrefix("file.yaml:1:28: error: 'peple.csv' does not exist\n"))
        #expect(file.hasSuffix("\nhelp: a file with a similar name exists: 'people.csv'"))
        let column = try messages(Self.table.replacing("weight", with: "wieght"), beside: files)
        #expect(column.contains("error: 'people.csv' has no column 'wieght'\n") && column.contains("  ^~~~~~\n"))
        #expect(column.hasSuffix("\nhelp: a column with a similar name exists: 'weight'"))
        let label = try messages(Self.table.replacing("weight]", with: "weight], label: town"), beside: files)
        #expect(label.contains("error: 'people.csv' has no column 'town'\n") && label.contains("  ^~~~\n"))
        #expect(label.hasSuffix("\nhelp: its first line is: height, weight, city"))
        let all = try messages(
            Self.table.replacing("weight]", with: "wieght, hite], label: town"), beside: files)
        #expect(Self.wrongColumns(all) == ["wieght", "hite", "town"], "\(all)")
    }

    /// In the order of the file.
    private static func wrongColumns(_ messages: String) -> [String] {
        messages.matches(of: #/has no column '(\w+)'/#).map { String($0.1) }
    }

    /// Of every list of a table, each at its place, in one pass.
    @Test func allWrongColumnsOfATableAreToldAtOnce() throws {
        let files = ["people.csv": Self.people]
        func told(_ lists: String) throws -> String {
            let data = "data: {dataset: table, path: FOLDER/people.csv, \(lists)}\n"
            return try messages(
                data + Self.table.split(separator: "\n").dropFirst().joined(separator: "\n"), beside: files)
        }
        func found(_ lists: String) throws -> [String] { Self.wrongColumns(try told(lists)) }
        #expect(
            try found("categories: [citty, town], numbers: [hight], target: land") == [
                "citty", "town", "hight", "land",
            ])
        #expect(
            try found("columns: [wieght, city], categories: [city, height, sity], numbers: [hight]")
                == ["wieght", "sity", "hight"])
        // Of paths nothing is said where none is wrong.
        let target = try told("target: height")
        #expect(target.contains("has not from 2 to 256 categories") && !target.contains("is relative to"), "\(target)")
        // What is not read is no column.
        #expect(try found("columns: [weight, city], numbers: [height, hight]") == ["height", "hight"])
    }

    /// Of keys, values, files, networks, targets and the sweep, each once, and nothing that only follows from another.
    @Test func everythingWrongInAFileIsToldAtOnce() throws {
        let found = try messages(
            """
            data: {dataset: idx, images: nowhere.gz}
            noise: {dimension: 8}
            generator:
              layers:
                - dense: 64
                - reshape: [3, 3, 7]
            discriminator: {layers: [dense: 4, rleu, dense: 1], optimizer: {adam: {learning_rate: -1}}}
            loss: hinge
            label_smoothing: {real: 0.9}
            trainig: {iterations: 100}
            evaluation: {every: 0, critic: {samples: many}}
            sweep: {grid: {noise.dimensoin: [1, 2]}, exclude: [{seed: 3}]}

            """)
        #expect(
            found == """
                file.yaml:1:30: error: 'nowhere.gz' does not exist
                    1 | data: {dataset: idx, images: nowhere.gz}
                      |                              ^~~~~~~~~~
                help: a path is relative to the file that names it; after --set, to the folder that saddle is started in
                file.yaml:6:7: error: reshape gives [3, 3, 7], 63 values; its input has 64, shape [64] (from dense)
                    6 |     - reshape: [3, 3, 7]
                      |       ^~~~~~~
                help: let the dense layer give 63, or reshape to 64 values
                file.yaml:7:36: error: unknown layer 'rleu'
                    7 | discriminator: {layers: [dense: 4, rleu, dense: 1], optimizer: {adam: {learning_rate: -1}}}
                      |                                    ^~~~
                help: a layer with a similar name exists: 'relu'
                      known layers: \(Self.layers)
                file.yaml:7:87: error: expected a number above 0, found '-1'
                    7 | discriminator: {layers: [dense: 4, rleu, dense: 1], optimizer: {adam: {learning_rate: -1}}}
                      |                                                                                       ^~
                help: for example learning_rate: 0.0002
                file.yaml:9:25: error: label_smoothing.real: 0.9 needs a loss with targets; loss 'hinge' has none
                    9 | label_smoothing: {real: 0.9}
                      |                         ^~~
                help: losses with targets: minimax, non_saturating, least_squares, feature_matching
                file.yaml:10:1: error: unknown key 'trainig'
                   10 | trainig: {iterations: 100}
                      | ^~~~~~~
                help: a key with a similar name exists: 'training'
                file.yaml:11:21: error: expected an integer from 1 to 1000000000, found '0'
                   11 | evaluation: {every: 0, critic: {samples: many}}
                      |                     ^
                help: for example every: 250
                file.yaml:11:42: error: expected an integer from 2 to 10000000, found 'many'
                   11 | evaluation: {every: 0, critic: {samples: many}}
                      |                                          ^~~~
                help: for example samples: 10000
                file.yaml:12:22: error: unknown key 'dimensoin' in 'noise'
                   12 | sweep: {grid: {noise.dimensoin: [1, 2]}, exclude: [{seed: 3}]}
                      |                      ^~~~~~~~~
                help: a key with a similar name exists: 'dimension'
                file.yaml:12:53: error: 'seed' is not swept, so no run can be excluded by it
                   12 | sweep: {grid: {noise.dimensoin: [1, 2]}, exclude: [{seed: 3}]}
                      |                                                     ^~~~
                help: swept are: noise.dimensoin
                """)
    }

    private static let layers = Layers.registry.declarations.map(\.name).joined(separator: ", ")
}
