import Diagnostics
import Equilibrium

extension EquilibriumReport {
    private static let mostColumns = 40

    /// The section on the columns of a table; none for other data.
    var columnsSection: [Block] {
        guard let evidence = columnEvidence else { return [] }
        let isJudged = evidence.criticAccuracy != nil
        var table = TextTable(
            [.init("column"), .init("kind"), .init("distance", .right), .init("training rows", .right)]
                + (isJudged ? [.init("critic's loss", .right)] : []))
        for column in evidence.columns.prefix(Self.mostColumns) {
            table.append(
                [
                    column.name, column.isNumber ? "number" : "category", NumberText.rounded(column.distance),
                    NumberText.rounded(column.floor),
                ] + (isJudged ? [NumberText.rounded(column.importance)] : []))
        }
        let rest = evidence.columns.count - Self.mostColumns
        let judged =
            evidence.criticAccuracy.map {
                " A critic that tells \(NumberText.percent($0)) of both kinds of rows rightly loses so much of that share when "
                    + "a column's values are dealt out among all rows: a column with a large loss is one that it knows them "
                    + "by, alone or together with others."
            } ?? ""
        var blocks: [Block] = exampleRows(evidence.examples)
        blocks += [
            .heading(2, "Columns"), .table(table),
            .text(
                "The distance of each column's distribution in generated rows from that in held-out ones, from 0 to 1: of "
                    + "numbers Kolmogorov and Smirnov's, of categories the total variation. The second number is the same "
                    + "of as many training rows, which chance alone puts so far away. The first columns are those to look "
                    + "at." + judged + (rest > 0 ? " \(rest) more columns are nearer." : "")),
        ]
        let counting = evidence.columns.filter(\.numbersRows).map(\.name)
        if !counting.isEmpty {
            blocks.append(
                .quotedList(
                    counting.map {
                        "Column '\($0)' only counts the rows of the data's file, if its numbers are not measured ones: there is "
                            + "then nothing in it to learn, and it is left out by naming the other columns as data.columns."
                    }))
        }
        if let shares = evidence.shares.map({
            ColumnSharesText($0, real: "held-out rows", examination?.evidence.findings ?? [])
        }) {
            if !shares.absences.isEmpty { blocks.append(.quotedList(shares.absences)) }
            blocks += [.text(shares.note)] + (shares.table.map { [.table($0)] } ?? [])
        }
        if !evidence.marginals.isEmpty { blocks.append(.drawing(MarginalsChart.svg(evidence.marginals))) }
        guard !evidence.pairs.isEmpty else { return blocks }
        if evidence.correlations != nil {
            blocks.append(
                .picture(
                    path: "correlations.png",
                    text: "correlations in held-out and in generated rows: blue where columns rise together"))
        }
        var pairs = TextTable([
            .init("column"), .init("and"), .init("correlation in held-out rows", .right),
            .init("in training rows", .right), .init("in generated rows", .right),
            .init("standard errors apart", .right),
        ])
        for pair in evidence.pairs {
            pairs.append([
                pair.first, pair.second, NumberText.rounded(pair.heldOut), NumberText.rounded(pair.training),
                NumberText.rounded(pair.generated), NumberText.rounded(pair.standardErrors, decimals: 1),
            ])
        }
        let numbers = evidence.columns.count(where: \.isNumber)
        let paired = ColumnEvidence.mostPaired
        blocks += [
            .text(
                "The pairs of columns\(numbers > paired ? ", of the first \(paired) of numbers," : " of numbers") whose "
                    + "correlations in generated and held-out rows differ most: by the difference of Fisher's z, artanh(r), in "
                    + "standard errors, since chance moves a correlation near 1 or -1 less than one near 0. Training rows, as "
                    + "many as generated ones, show what chance does:"),
            .table(pairs),
        ]
        return blocks
    }

    /// Rows to look at, real and generated ones.
    private func exampleRows(_ examples: RowExamples?) -> [Block] {
        guard let examples, !examples.generated.isEmpty else { return [] }
        var table = TextTable([.init("rows")] + examples.columns.map { .init($0) })
        for (kind, rows) in [("held-out", examples.heldOut), ("generated", examples.generated)] {
            for row in rows { table.append([kind] + row) }
        }
        let omitted = examples.omitted
        let more =
            omitted > 0
            ? " \(NumberText.grouped(omitted)) more \(omitted == 1 ? "column is" : "columns are") not shown." : ""
        return [
            .heading(2, "Rows"), .table(table),
            .text(
                "The first held-out rows, and the first rows that the generator made: they are not pairs.\(more)"
            ),
        ]
    }
}
