extension ConvolutionPasses {
    /// gradient = sum over positions of image (seen by a tap) times map, in the order of the weights.
    ///
    /// Positions are the inner dimension. They come in blocks, found through pointers and copied into the microkernel's
    /// order; the sums wait in `gradient` between blocks.
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
        // A task takes half the taps, so that what a block of positions sees is read from the cache again and again,
        // and a part of the channels on the image's side, so that nothing is copied twice there.
        let tapGroups = g.taps >= 8 ? 2 : 1
        let parts =
            order == .convolution
            ? max(1, min(tiles, max(tiles / 4, 4 / tapGroups), 8)) : min(panels, 8 / tapGroups * 2)
        workers.runIndexed(tasks: tapGroups * parts, flops: rows * g.flops) { task, worker in
            let (group, part) = (task / parts, task % parts)
            let isGather = order == .convolution
            let tileRange = isGather ? part * tiles / parts..<(part + 1) * tiles / parts : 0..<tiles
            let panelRange = isGather ? 0..<panels : part * panels / parts..<(part + 1) * panels / parts
            let copyFloats = (tiles * Packing.tileStride(blockSize) + 15) & ~15
            let memory = Memory(
                workspace.pointer + worker * scratch, panelFloats: blockSize * panels * width, copyFloats: copyFloats)
            var first = 0
            while first < total {
                let count = min(blockSize, total - first)
                for p in 0..<count { memory.list[p] = map + (first + p) * g.outChannels }
                pack(memory, count, isGather ? columnChannels : rowChannels, columns: isGather, tileRange, panelRange)
                for tap in group * g.taps / tapGroups..<(group + 1) * g.taps / tapGroups {
                    point(memory.list, count: count, at: image, first: first, tap: tap)
                    pack(
                        memory, count, isGather ? rowChannels : columnChannels, columns: !isGather, tileRange,
                        panelRange)
                    for panel in panelRange {
                        let target = gradient + (panel * g.taps + tap) * rowChannels * width
                        for tile in tileRange {
                            for r in 0..<6 {
                                let row = tile * 6 + r
                                memory.results[r] = row < rowChannels ? target + row * width : memory.unused
                            }
                            Microkernel.packed(
                                count: count, a: memory.copies + tile * Packing.tileStride(count),
                                panel: memory.panels + (panel - panelRange.lowerBound) * count * width,
                                c: memory.results, accumulate: accumulate || first > 0)
                        }
                    }
                }
                first += count
            }
        }
    }

    /// Copies the rows that the list points at into panels (the columns of the product) or tiles of six (its rows).
    private func pack(
        _ memory: Memory, _ count: Int, _ channels: Int, columns: Bool, _ tiles: Range<Int>, _ panels: Range<Int>
    ) {
        if columns {
            Packing.panels(memory.list, count: count, channels: channels, panels: panels, into: memory.panels)
        } else {
            Packing.sixes(memory.list, count: count, channels: channels, tiles: tiles, into: memory.copies)
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
                Packing.panels(
                    memory.list, count: count, channels: g.outChannels, panels: 0..<panels, into: memory.panels)
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
}
