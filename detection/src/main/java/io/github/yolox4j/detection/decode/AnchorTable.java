package io.github.yolox4j.detection.decode;

/**
 * The columns, rows and strides of all anchors of an {@link AnchorGrid}.
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
        gridX = new int[grid.size()];
        gridY = new int[grid.size()];
        stride = new int[grid.size()];
        int i = 0;
        for (int s : AnchorGrid.strides()) {
            int columns = grid.width() / s;
            for (int cell = 0; cell < grid.cells(s); cell++, i++) {
                gridX[i] = cell % columns;
                gridY[i] = cell / columns;
                stride[i] = s;
            }
        }
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

    /** Column of anchor {@code i} in its map. */
    public int gridX(int i) {
        return gridX[i];
    }

    /** Row of anchor {@code i} in its map. */
    public int gridY(int i) {
        return gridY[i];
    }

    /** Pixels per cell of the map that anchor {@code i} belongs to. */
    public int stride(int i) {
        return stride[i];
    }

    /** Horizontal centre of anchor {@code i}'s cell in pixels: {@code (gridX + 0.5) * stride}. */
    public double centerX(int i) {
        return (gridX[i] + 0.5) * stride[i];
    }

    /** Vertical centre of anchor {@code i}'s cell in pixels: {@code (gridY + 0.5) * stride}. */
    public double centerY(int i) {
        return (gridY[i] + 0.5) * stride[i];
    }
}
