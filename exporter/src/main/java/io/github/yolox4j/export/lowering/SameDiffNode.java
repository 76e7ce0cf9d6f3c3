package io.github.yolox4j.export.lowering;

import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/**
 * A SameDiff operator with its arguments. Custom operators carry lists of whole numbers, reals and flags; the older
 * kinds carry one scalar, or axes and whether they are kept.
 */
public final class SameDiffNode {

    /** What SameDiff writes for "all axes". */
    private static final int ALL_AXES = Integer.MAX_VALUE;

    private final SameDiffOp node;
    private final DifferentialFunction op;
    private final long declaredBatch;
    private final Dim exportedBatch;

    SameDiffNode(SameDiffOp node, long declaredBatch, Dim exportedBatch) {
        this.node = node;
        this.op = node.getOp();
        this.declaredBatch = declaredBatch;
        this.exportedBatch = exportedBatch;
    }

    /** Name of the node in its graph. */
    public String name() {
        return node.getName();
    }

    /** SameDiff's name of the operator, {@code conv2d} for instance. */
    public String operator() {
        return op.opName();
    }

    /** Names of the variables this node reads. */
    public List<String> inputs() {
        return node.getInputsToOp() == null ? List.of() : List.copyOf(node.getInputsToOp());
    }

    /** Names of the variables this node makes. */
    public List<String> outputs() {
        return List.copyOf(node.getOutputsOfOp());
    }

    /** The whole-number arguments, {@code iArgs}. */
    public long[] integers() {
        return op instanceof CustomOp custom ? custom.iArgs() : new long[0];
    }

    /** The real arguments, {@code tArgs}. */
    public double[] numbers() {
        return op instanceof CustomOp custom ? custom.tArgs() : new double[0];
    }

    /** The flags, {@code bArgs}. */
    public boolean[] flags() {
        return op instanceof CustomOp custom ? custom.bArgs() : new boolean[0];
    }

    /** One of the flags; false where there are fewer. */
    public boolean flag(int index) {
        return index < flags().length && flags()[index];
    }

    /** The scalar operand of an operator like {@code add_scalar}. */
    public double scalar() {
        if (op instanceof ScalarOp scalar && scalar.scalar() != null) {
            return scalar.scalar().getDouble(0);
        }
        throw unsupported("it carries no scalar");
    }

    /** The axes a reduction runs over, from 0, ascending. */
    public long[] axes(int rank) {
        if (!(op instanceof ReduceOp reduction)) {
            throw unsupported("it is no reduction");
        }
        long[] given = reduction.dimensions() != null
                ? reduction.dimensions().dup().data().asLong()
                : Arrays.stream(op.getDimensions()).asLongStream().toArray();
        if (given.length == 0 || given.length == 1 && given[0] == ALL_AXES) {
            return LongStream.range(0, rank).toArray();
        }
        return LongStream.of(given)
                .map(axis -> axis < 0 ? axis + rank : axis)
                .sorted()
                .toArray();
    }

    /** Whether a reduction keeps its axes with size 1. */
    public boolean keepsAxes() {
        return op instanceof ReduceOp reduction && reduction.isKeepDims();
    }

    /**
     * Whether {@code size} on axis 0 of a value of shape {@code shape} means "the whole batch": it is the fixed batch
     * size that the graph was built with, and the value's axis 0 is the batch of the export, another one. So a graph
     * built for one batch size can be exported for any. Never so when the first operand depends on parameters only.
     */
    public boolean meansWholeBatch(long size, TensorShape shape) {
        return size > 0
                && size == declaredBatch
                && shape.rank() > 0
                && shape.dim(0).certainlyEquals(exportedBatch)
                && !exportedBatch.is(size);
    }

    /** The exception for a setting that has no translation. */
    public UnsupportedOperatorException unsupported(String reason) {
        return new UnsupportedOperatorException(operator(), name(), reason);
    }

    @Override
    public String toString() {
        return operator() + " at node " + name();
    }
}
