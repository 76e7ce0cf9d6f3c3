package io.github.yolox4j.detection.decode;

import java.util.stream.IntStream;

/**
 * The columns, rows and strides of all anchors of an {@link AnchorGrid}, computed once for loops that visit many
 * anchors.
 *
 * <p>Immutable; one table serves every image of the same input size.
 */
public final class AnchorTable {

    private final AnchorGrid grid;
    private final int[] gridX;
    private final int[] gridY;
    private final int[] stride;

    private AnchorTable(AnchorGrid grid) {
        this.grid = grid;
        gridX = IntStream.range(0, grid.size()).map(grid::gridX).toArray();
        gridY = IntStream.range(0, grid.size()).map(grid::gridY).toArray();
        stride = IntStream.range(0, grid.size()).map(grid::stride).toArray();
    }

    public static AnchorTable of(AnchorGrid grid) {
        return new AnchorTable(grid);
    }

    public AnchorGrid grid() {
        return grid;
    }

    public int size() {
        return stride.length;
    }

    /** Column of anchor {@code i} in its map, see {@link AnchorGrid#gridX}. */
    public int gridX(int i) {
        return gridX[i];
    }

    /** Row of anchor {@code i} in its map, see {@link AnchorGrid#gridY}. */
    public int gridY(int i) {
        return gridY[i];
    }

    /** Pixels per cell of the map that anchor {@code i} belongs to, see {@link AnchorGrid#stride}. */
    public int stride(int i) {
        return stride[i];
    }
}
