extension ConvolutionPasses {
    /// gradient = sum over positions of image (seen by a tap) times map, in the order of the weights.
    ///
    /// Positions are the inner dimension. They come in blocks, whose columns are copied into panels and whose rows are
    /// read through pointers; the sums wait in `gradient` between blocks.
    func weightGradient(
        image: UnsafePointer<Float>, map: UnsafePointer<Float>, order: Order,
        into gradient: UnsafeMutablePointer<Float>,
        rows: Int, accumulate: Bool
    ) {
        let total = rows * geometry.outHeight * geometry.outWidth
        if isNarrow {
            narrowGradient(image, map, order, gradient, total, rows, accumulate)
        } else if order == .convolution && geometry.outChannels == 1 {
            // A single column is stored without padding: computed wide, then copied.
            let wide = shared
            wideGradient(image, map, order, wide, total, rows, false)
            for i in 0..<patch {
                gradient[i] = (accumulate ? gradient[i] : 0) + wide[i * Microkernel.columns]
            }
        } else {
            wideGradient(image, map, order, gradient, total, rows, accumulate)
        }
    }

    /// The parts of a worker's scratch.
    private struct Memory {
        let results: UnsafeMutablePointer<ResultRow>
        let list: UnsafeMutablePointer<Row>
        let unused: UnsafeMutablePointer<Float>
        let panels: UnsafeMutablePointer<Float>
        let copies: UnsafeMutablePointer<Float>

        init(_ scratch: UnsafeMutablePointer<Float>, panelFloats: Int, copyFloats: Int) {
            let width = Microkernel.columns
            unused = scratch
            panels = scratch + 8 * width
            copies = panels + panelFloats
            results = UnsafeMutableRawPointer(scratch + 2 * width).assumingMemoryBound(to: ResultRow.self)
            list = UnsafeMutableRawPointer(copies + copyFloats).assumingMemoryBound(to: Row.self)
        }
    }

    private func wideGradient(
        _ image: UnsafePointer<Float>, _ map: UnsafePointer<Float>, _ order: Order,
        _ gradient: UnsafeMutablePointer<Float>, _ total: Int, _ rows: Int, _ accumulate: Bool
    ) {
        let g = geometry
        let width = Microkernel.columns
        let blockSize = Self.positionsPerBlock
        let (rowChannels, columnChannels) =
            order == .convolution ? (g.inChannels, g.outChannels) : (g.outChannels, g.inChannels)
        let panels = (columnChannels + width - 1) / width
        let tiles = (rowChannels + 5) / 6
        let tapsPerTask = g.taps >= 16 ? g.taps / 8 : 1
        let tapGroups = (g.taps + tapsPerTask - 1) / tapsPerTask
        let parts = max(1, min(tiles, 8 / tapGroups))
        workers.runIndexed(tasks: tapGroups * parts, flops: rows * g.flops) { task, worker in
            let (group, part) = (task / parts, task % parts)
            let tileRange = part * tiles / parts..<(part + 1) * tiles / parts
            let copyFloats = rowChannels < 6 ? blockSize * 6 : 0
            let memory = Memory(
                workspace.pointer + worker * scratch, panelFloats: blockSize * panels * width, copyFloats: copyFloats)
            var first = 0
            while first < total {
                let count = min(blockSize, total - first)
                if order == .convolution {
                    for p in 0..<count { memory.list[p] = map + (first + p) * g.outChannels }
                    copyColumns(memory.list, count, columnChannels, into: memory.panels)
                }
                for tap in group * tapsPerTask..<min(g.taps, (group + 1) * tapsPerTask) {
                    point(memory.list, count: count, at: image, first: first, tap: tap)
                    if order == .transposed {
                        copyColumns(memory.list, count, columnChannels, into: memory.panels)
                        for p in 0..<count { memory.list[p] = map + (first + p) * g.outChannels }
                    }
                    if rowChannels < 6 { copyRows(memory.list, count, rowChannels, memory.copies) }
                    for panel in 0..<panels {
                        let target = gradient + (panel * g.taps + tap) * rowChannels * width
                        for tile in tileRange {
                            // A last tile of fewer than six rows moves back over rows already done.
                            let row = max(0, min(tile * 6, rowChannels - 6))
                            for r in 0..<6 {
                                let isNew = row + r >= tile * 6 && row + r < rowChannels
                                memory.results[r] = isNew ? target + (row + r) * width : memory.unused
                            }
                            Microkernel.positions(
                                count: count, a: memory.list, offset: row,
                                panel: memory.panels + panel * count * width, c: memory.results,
                                accumulate: accumulate || first > 0)
                        }
                    }
                }
                first += count
            }
        }
    }

    private func narrowGradient(
        _ image: UnsafePointer<Float>, _ map: UnsafePointer<Float>, _ order: Order,
        _ gradient: UnsafeMutablePointer<Float>, _ total: Int, _ rows: Int, _ accumulate: Bool
    ) {
        let g = geometry
        let width = Microkernel.columns
        let blockSize = Self.positionsPerBlock
        let panels = (g.outChannels + width - 1) / width
        let blocks = (total + blockSize - 1) / blockSize
        let splits = min(Self.splits, blocks)
        let partial = patchRows * panels * width
        let sums = shared
        workers.runIndexed(tasks: splits, flops: rows * g.flops) { split, worker in
            let copyFloats = blockSize * patchRows
            let memory = Memory(
                workspace.pointer + worker * scratch, panelFloats: blockSize * panels * width, copyFloats: copyFloats)
            let firstBlock = split * blocks / splits
            for block in firstBlock..<(split + 1) * blocks / splits {
                let first = block * blockSize
                let count = min(blockSize, total - first)
                for p in 0..<count { memory.list[p] = map + (first + p) * g.outChannels }
                copyColumns(memory.list, count, g.outChannels, into: memory.panels)
                copyPatches(image, first, count, memory.copies, stride: patchRows)
                for p in 0..<count { memory.list[p] = UnsafePointer(memory.copies + p * patchRows) }
                for panel in 0..<panels {
                    let target = sums + split * partial + panel * patchRows * width
                    for row in stride(from: 0, to: patchRows, by: 6) {
                        for r in 0..<6 { memory.results[r] = target + (row + r) * width }
                        Microkernel.positions(
                            count: count, a: memory.list, offset: row, panel: memory.panels + panel * count * width,
                            c: memory.results, accumulate: block > firstBlock)
                    }
                }
            }
        }
        for split in 1..<max(2, splits) where split < splits {
            for i in 0..<partial { sums[i] += sums[split * partial + i] }
        }
        let layout = order == .convolution ? g.convolutionPanels : g.transposedPanels
        for row in 0..<patch {
            let (tap, ci) = (row / g.inChannels, row % g.inChannels)
            for co in 0..<g.outChannels {
                let value = sums[(co / width * patchRows + row) * width + co % width]
                let offset =
                    order == .convolution
                    ? layout.offset(row: row, column: co) : layout.offset(row: tap * g.outChannels + co, column: ci)
                gradient[offset] = (accumulate ? gradient[offset] : 0) + value
            }
        }
        if !accumulate { clearPadding(gradient, layout) }
    }

    private func clearPadding(_ gradient: UnsafeMutablePointer<Float>, _ layout: Panels) {
        let (width, valid) = (layout.width, layout.columns - (layout.panels - 1) * layout.width)
        let last = gradient + (layout.panels - 1) * layout.rows * width
        for row in 0..<layout.rows {
            for lane in valid..<width { last[row * width + lane] = 0 }
        }
    }

    /// Pointers to what one tap sees from the positions of a block.
    private func point(
        _ list: UnsafeMutablePointer<Row>, count: Int, at image: UnsafePointer<Float>, first: Int, tap: Int
    ) {
        let g = geometry
        let (ky, kx) = (tap / g.kernelWidth, tap % g.kernelWidth)
        var (line, ox) = (first / g.outWidth, first % g.outWidth)
        var p = 0
        while p < count {
            let (sample, oy) = (line / g.outHeight, line % g.outHeight)
            let iy = oy * g.strideHeight + ky - g.paddingHeight
            let base = image + sample * g.inCount + iy * g.inWidth * g.inChannels
            let isInside = iy >= 0 && iy < g.inHeight
            while ox < g.outWidth && p < count {
                let ix = ox * g.strideWidth + kx - g.paddingWidth
                list[p] =
                    isInside && ix >= 0 && ix < g.inWidth ? base + ix * g.inChannels : UnsafePointer(zeros.pointer)
                ox += 1
                p += 1
            }
            (line, ox) = (line + 1, 0)
        }
    }

    /// Copies the rows of a list into panels [panel][position][width], with zeros behind the last channel.
    private func copyColumns(
        _ list: UnsafeMutablePointer<Row>, _ count: Int, _ channels: Int, into panels: UnsafeMutablePointer<Float>
    ) {
        let width = Microkernel.columns
        var (target, column) = (panels, 0)
        while column < channels {
            let valid = min(width, channels - column)
            if valid == width && width == 16 {
                for p in 0..<count {
                    let vector = UnsafeRawPointer(list[p] + column).loadUnaligned(as: SIMD16<Float>.self)
                    UnsafeMutableRawPointer(target + p * 16).storeBytes(of: vector, as: SIMD16<Float>.self)
                }
            } else {
                for p in 0..<count {
                    let (source, row) = (list[p] + column, target + p * width)
                    for lane in 0..<valid { row[lane] = source[lane] }
                    for lane in valid..<width { row[lane] = 0 }
                }
            }
            target += count * width
            column += width
        }
    }

    /// Copies rows of fewer than six numbers, with zeros behind, and points the list at them.
    private func copyRows(
        _ list: UnsafeMutablePointer<Row>, _ count: Int, _ channels: Int, _ copies: UnsafeMutablePointer<Float>
    ) {
        for p in 0..<count {
            for r in 0..<6 { copies[p * 6 + r] = r < channels ? list[p][r] : 0 }
            list[p] = UnsafePointer(copies + p * 6)
        }
    }
}
