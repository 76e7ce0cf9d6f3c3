package io.github.yolox4j.model.network;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.RowLayout;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The three level maps as one list of anchors, in the order of {@link AnchorGrid}, a row as {@link RowLayout} has it
 * for each.
 *
 * @param grid of the graph's input size
 * @param classes number of object classes
 */
public record GraphOutput(AnchorGrid grid, int classes) {

    private static final int CHANNEL_AXIS = 1;
    private static final int FLAT_ANCHOR_AXIS = 2;
    private static final int LAST_AXIS = 2;
    /** Nothing activated: {@code [batch, anchors, numbers of a row]}. */
    public SDVariable logits(Pyramid levels) {
        return flatten(levels.stride8(), levels.stride16(), levels.stride32());
    }

    /** The official form: sigmoid on objectness and classes, boxes not decoded. */
    public SDVariable raw(Pyramid levels) {
        return flatten(activate(levels.stride8()), activate(levels.stride16()), activate(levels.stride32()));
    }

    /** Boxes as centre x, centre y, width, height in pixels; the rest as in {@code raw}. */
    public SDVariable decoded(SDVariable raw) {
        SameDiff graph = raw.getSameDiff();
        return graph.concat(LAST_AXIS, decodedBoxes(raw), channels(raw, RowLayout.BOX, width()));
    }

    /**
     * The decoded boxes alone: {@code [batch, anchors, 4]}; the input may be logits or raw, their boxes are the same.
     */
    public SDVariable decodedBoxes(SDVariable raw) {
        SameDiff graph = raw.getSameDiff();
        SDVariable strides = strides(raw);
        SDVariable cells = graph.constant(cells(raw.dataType()));
        SDVariable centre = channels(raw, 0, 2).add(cells).mul(strides);
        SDVariable size = graph.math().exp(channels(raw, 2, RowLayout.BOX)).mul(strides);
        return graph.concat(LAST_AXIS, centre, size);
    }

    /**
     * The stride of each anchor in pixels, {@code [1, anchors, 1]}: a constant of the graph and type of {@code like}.
     */
    public SDVariable strides(SDVariable like) {
        return like.getSameDiff().constant(strides(like.dataType()));
    }

    /** Channels {@code from} to {@code to} (exclusive) of {@code [batch, anchors, channels]}. */
    public static SDVariable channels(SDVariable flat, int from, int to) {
        return slice(flat, 3, LAST_AXIS, from, to);
    }

    /** Numbers {@code from} to {@code to} (exclusive) along an axis; all of the other axes. */
    private static SDVariable slice(SDVariable x, int rank, int axis, int from, int to) {
        long[] begin = new long[rank];
        long[] end = LongStream.generate(() -> 1).limit(rank).toArray();
        long[] step = end.clone();
        begin[axis] = from;
        end[axis] = to;
        int wholeAxes = (1 << rank) - 1 - (1 << axis); // a bit each
        return x.getSameDiff().stridedSlice(x, begin, end, step, wholeAxes, wholeAxes, 0, 0, 0);
    }

    private int width() {
        return new RowLayout(classes).width();
    }

    private SDVariable activate(SDVariable level) {
        SameDiff graph = level.getSameDiff();
        SDVariable box = slice(level, 4, CHANNEL_AXIS, 0, RowLayout.BOX);
        SDVariable scores = graph.nn().sigmoid(slice(level, 4, CHANNEL_AXIS, RowLayout.BOX, width()));
        return graph.concat(CHANNEL_AXIS, box, scores);
    }

    private SDVariable flatten(SDVariable... levels) {
        int[] strides = AnchorGrid.strides();
        SDVariable[] flat = new SDVariable[levels.length];
        for (int i = 0; i < levels.length; i++) {
            flat[i] = levels[i].reshape(-1, width(), grid.cells(strides[i]));
        }
        return flat[0].getSameDiff().concat(FLAT_ANCHOR_AXIS, flat).permute(0, 2, 1);
    }

    private INDArray strides(DataType type) {
        AnchorTable anchors = AnchorTable.of(grid);
        double[] strides =
                IntStream.range(0, grid.size()).mapToDouble(anchors::stride).toArray();
        return Nd4j.createFromArray(strides).reshape(1, strides.length, 1).castTo(type);
    }

    private INDArray cells(DataType type) {
        AnchorTable anchors = AnchorTable.of(grid);
        double[] cells = IntStream.range(0, grid.size())
                .flatMap(i -> IntStream.of(anchors.gridX(i), anchors.gridY(i)))
                .asDoubleStream()
                .toArray();
        return Nd4j.createFromArray(cells).reshape(1, grid.size(), 2).castTo(type);
    }
}
