/// Files with a mistake, and what a person then reads.
extension Golden {
    static let yaml: [Golden] = [
        Golden(
            "empty", .whole(""),
            """
            file.yaml:1:1: error: the file is empty
            help: saddle explain experiment shows what goes into one
            """),
        Golden(
            "only a comment", .whole("# nothing\n"),
            """
            file.yaml:1:1: error: the file is empty
                1 | # nothing
                  | ^
            help: saddle explain experiment shows what goes into one
            """),
        Golden(
            "duplicate key", .adding("seed: 1\nseed: 2"),
            """
            file.yaml:9:1: error: duplicate key 'seed', first given on line 8
                9 | seed: 2
                  | ^~~~
            help: leave one of them out
            """),
        Golden(
            "second document", .adding("---\nseed: 1"),
            """
            file.yaml:8:1: error: a second document starts here
                8 | ---
                  | ^~~
            help: one file holds one experiment
            """),
        Golden(
            "foreign tag", .adding("loss: !!python/object:x y"),
            """
            file.yaml:8:7: error: unknown tag '!!python/object:x'
                8 | loss: !!python/object:x y
                  |       ^~~~~~~~~~~~~~~~~~~
            help: leave it out: every key knows the type of its value
            """),
        Golden(
            "undefined alias", .adding("name: &rings rings\ndescription: *ring"),
            """
            file.yaml:9:14: error: no anchor '&ring' stands before this alias
                9 | description: *ring
                  |              ^~~~~
            help: an anchor with a similar name exists: '&rings'
            """),
        Golden(
            "alias inside of itself", .adding("loss: &a [*a]"),
            """
            file.yaml:8:7: error: expected a loss, found a list of 1
                8 | loss: &a [*a]
                  |       ^~~~~~~
            help: known losses: non_saturating, wasserstein
            file.yaml:8:11: error: alias '*a' stands inside of what it names
                8 | loss: &a [*a]
                  |           ^~
            help: write the value out in its place
            """),
        Golden(
            "key that is a list", .adding("? [a, b]\n: 3"),
            """
            file.yaml:8:3: error: a key must be a plain word
                8 | ? [a, b]
                  |   ^~~~~~
            help: write it as key: value
            """),
        Golden(
            "merge of a scalar", .adding("<<: 3"),
            """
            file.yaml:8:5: error: '<<' merges a mapping or a list of mappings
                8 | <<: 3
                  |     ^
            help: for example <<: *name, of a mapping that &name stands before
            """),
        Golden(
            "list never closed", .swapping("dense: 2]", for: "dense: 2"),
            """
            file.yaml:4:11: error: invalid YAML: expected ',' or ']' while parsing a list in [ ]
                4 |   layers: [dense: 64, relu, dense: 2
                  |           ^
            help: close it; the parser came as far as line 5
            """),
        Golden(
            "text never closed", .adding("name: \"x"),
            """
            file.yaml:8:7: error: invalid YAML: the quote that opens here is never closed
                8 | name: "x
                  |       ^
            help: close it with the same quote
            """),
        Golden(
            "list never closed at the end", .adding("label_smoothing: [1"),
            """
            file.yaml:8:18: error: invalid YAML: expected ',' or ']' while parsing a list in [ ]
                8 | label_smoothing: [1
                  |                  ^
            help: close it; the parser came as far as line 9
            """),
        Golden(
            "tab for indentation", .adding("step_ratio:\n\tgenerator: 2"),
            """
            file.yaml:9:1: error: invalid YAML: this character cannot start any token
                9 |     generator: 2
                  | ^~~~
            help: indent with spaces; YAML allows no tabs there
            """),
        Golden(
            "control character", .adding("name: a\u{1}b"),
            """
            file.yaml:8:8: error: invalid YAML: control characters are not allowed
                8 | name: a�b
                  |        ^
            help: write the file as UTF-8 text without control characters
            """),
    ]
}
