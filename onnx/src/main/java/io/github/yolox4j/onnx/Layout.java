package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.ShapeRule.Call;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The shape rules of operators that arrange numbers anew. */
final class Layout {

    private Layout() {}

    static List<TensorType> reshape(Call call, int outputs) {
        Optional<Value> pattern = call.inputs().get(1).shapeOf();
        TensorShape shape = pattern.isPresent() ? pattern.get().shape() : reshaped(call, call.longs(1));
        return List.of(new TensorType(call.element(0), shape));
    }

    /** A target of sizes, 0 for an axis of the operand, and at most one -1 for an axis that is left open. */
    private static TensorShape reshaped(Call call, long[] target) {
        TensorShape in = call.shape(0);
        List<Dim> dims = new ArrayList<>();
        int open = -1;
        for (int i = 0; i < target.length; i++) {
            if (target[i] == 0 && i >= in.rank()) {
                throw call.bad("copies axis " + i + " of a tensor of rank " + in.rank());
            }
            if (target[i] == -1 && open >= 0) {
                throw call.bad("leaves two axes open");
            }
            open = target[i] == -1 ? i : open;
            dims.add(target[i] == -1 ? Dim.of(1) : target[i] == 0 ? in.dim(i) : Dim.of(target[i]));
        }
        Optional<Dim> rest = rest(call, dims, open >= 0);
        if (open >= 0) {
            dims.set(open, rest.orElse(Dim.unknown()));
        }
        return new TensorShape(dims);
    }

    /** What is left of the operand for the open axis when those that the target names are divided out, if known. */
    private static Optional<Dim> rest(Call call, List<Dim> dims, boolean open) {
        List<Dim> left = new ArrayList<>(call.shape(0).dims());
        long wanted = 1;
        for (Dim dim : dims) {
            if (dim.isFixed()) {
                wanted *= dim.size();
            } else if (!left.remove(dim)) {
                throw call.bad("needs an axis " + dim);
            }
        }
        long given = left.stream().filter(Dim::isFixed).mapToLong(Dim::size).reduce(1, Math::multiplyExact);
        List<Dim> symbolic = left.stream().filter(d -> !d.isFixed()).toList();
        if (!open) {
            if (!symbolic.contains(Dim.unknown()) && (!symbolic.isEmpty() || given != wanted)) {
                throw call.bad("the target " + new TensorShape(dims) + " does not hold the same number of values");
            }
            return Optional.empty();
        }
        if (symbolic.isEmpty()) {
            if (wanted == 0 || given % wanted != 0) {
                throw call.bad(given + " values do not divide into " + wanted);
            }
            return Optional.of(Dim.of(given / wanted));
        }
        return symbolic.size() == 1 && given == wanted ? Optional.of(symbolic.get(0)) : Optional.empty();
    }

    static List<TensorType> transpose(Call call, int outputs) {
        TensorShape in = call.shape(0);
        long[] inOrder = LongStream.range(0, in.rank()).toArray();
        long[] reversed = LongStream.of(inOrder).map(i -> in.rank() - 1 - i).toArray();
        long[] perm = call.attributes().integers("perm", reversed);
        if (!Arrays.equals(LongStream.of(perm).sorted().toArray(), inOrder)) {
            throw call.bad("perm " + Arrays.toString(perm) + " does not order " + in.rank() + " axes");
        }
        List<Dim> dims = LongStream.of(perm).mapToObj(i -> in.dim((int) i)).toList();
        return List.of(new TensorType(call.element(0), new TensorShape(dims)));
    }

    static List<TensorType> squeeze(Call call, int outputs) {
        TensorShape in = call.shape(0);
        boolean[] gone = new boolean[in.rank()];
        for (long axis : call.longs(1)) {
            int i = in.axis(axis);
            if (in.dim(i).isFixed() && !in.dim(i).is(1)) {
                throw call.bad("axis " + axis + " has size " + in.dim(i));
            }
            gone[i] = true;
        }
        List<Dim> dims = IntStream.range(0, in.rank())
                .filter(i -> !gone[i])
                .mapToObj(in::dim)
                .toList();
        return List.of(new TensorType(call.element(0), new TensorShape(dims)));
    }

    static List<TensorType> unsqueeze(Call call, int outputs) {
        long[] axes = call.longs(1);
        int rank = call.shape(0).rank() + axes.length;
        boolean[] fresh = new boolean[rank];
        for (long axis : axes) {
            int i = (int) (axis < 0 ? axis + rank : axis);
            if (i < 0 || i >= rank || fresh[i]) {
                throw call.bad("axis " + axis + " of a result of rank " + rank);
            }
            fresh[i] = true;
        }
        List<Dim> dims = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < rank; i++) {
            dims.add(fresh[i] ? Dim.of(1) : call.shape(0).dim(next++));
        }
        return List.of(new TensorType(call.element(0), new TensorShape(dims)));
    }

    static List<TensorType> concat(Call call, int outputs) {
        TensorShape shape = call.shape(0);
        int axis = shape.axis(call.attributes().integer("axis", 0));
        Dim length = shape.dim(axis);
        for (int i = 1; i < call.inputs().size(); i++) {
            TensorShape next = call.shape(i);
            if (next.rank() != shape.rank() || call.element(i) != call.element(0)) {
                throw call.bad("ranks or element types differ");
            }
            for (int k = 0; k < shape.rank(); k++) {
                if (k != axis && next.dim(k).differsFrom(shape.dim(k))) {
                    throw call.bad("sizes differ on axis " + k);
                }
            }
            length = length.isFixed() && next.dim(axis).isFixed()
                    ? Dim.of(length.size() + next.dim(axis).size())
                    : Dim.unknown();
        }
        return List.of(new TensorType(call.element(0), shape.with(axis, length)));
    }

    static List<TensorType> split(Call call, int outputs) {
        TensorShape shape = call.shape(0);
        int axis = shape.axis(call.attributes().integer("axis", 0));
        long[] lengths = call.longs(1);
        if (lengths.length != outputs
                || shape.dim(axis).isFixed()
                        && shape.dim(axis).size() != LongStream.of(lengths).sum()) {
            throw call.bad("lengths do not add up to axis " + axis + " or to " + outputs + " outputs");
        }
        return LongStream.of(lengths)
                .mapToObj(length -> new TensorType(call.element(0), shape.with(axis, Dim.of(length))))
                .toList();
    }

    static List<TensorType> slice(Call call, int outputs) {
        TensorShape shape = call.shape(0);
        long[] starts = call.longs(1);
        long[] ends = call.longs(2);
        long[] axes =
                call.has(3) ? call.longs(3) : LongStream.range(0, starts.length).toArray();
        long[] steps =
                call.has(4) ? call.longs(4) : LongStream.of(starts).map(s -> 1).toArray();
        for (int k = 0; k < axes.length; k++) {
            int axis = shape.axis(axes[k]);
            shape = shape.with(axis, sliced(shape.dim(axis), starts[k], ends[k], steps[k]));
        }
        return List.of(new TensorType(call.element(0), shape));
    }

    private static Dim sliced(Dim dim, long start, long end, long step) {
        if (!dim.isFixed()) {
            return start == 0 && step == 1 && end == Long.MAX_VALUE ? dim : Dim.unknown();
        }
        long size = dim.size();
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? size : size - 1;
        long from = Math.max(low, Math.min(high, start < 0 ? start + size : start));
        long to = Math.max(low, Math.min(high, end < 0 ? Math.max(end, -size - 1) + size : end));
        return Dim.of(Math.max(0, step > 0 ? -Math.floorDiv(from - to, step) : -Math.floorDiv(to - from, -step)));
    }

    static List<TensorType> tile(Call call, int outputs) {
        TensorShape shape = call.shape(0);
        long[] repeats = call.longs(1);
        if (repeats.length != shape.rank()) {
            throw call.bad("needs " + shape.rank() + " repeats, got " + repeats.length);
        }
        for (int i = 0; i < repeats.length; i++) {
            if (repeats[i] != 1) {
                long times = repeats[i];
                shape = shape.with(i, shape.dim(i).map(size -> size * times));
            }
        }
        return List.of(new TensorType(call.element(0), shape));
    }

    static List<TensorType> depthToSpace(Call call, int outputs) {
        return blocks(call, (channels, block) -> channels / (block * block), (side, block) -> side * block);
    }

    static List<TensorType> spaceToDepth(Call call, int outputs) {
        return blocks(call, (channels, block) -> channels * block * block, (side, block) -> side / block);
    }

    private static List<TensorType> blocks(Call call, LongBinaryOperator channels, LongBinaryOperator sides) {
        TensorShape in = call.shape(0);
        long block = call.attributes().integer("blocksize", 1);
        if (in.rank() != 4) {
            throw call.bad("needs [batch, channels, height, width]");
        }
        TensorShape out = in;
        for (int axis = 1; axis < in.rank(); axis++) {
            LongBinaryOperator size = axis == 1 ? channels : sides;
            out = out.with(axis, in.dim(axis).map(n -> size.applyAsLong(n, block)));
        }
        return List.of(new TensorType(call.element(0), out));
    }

    static List<TensorType> expand(Call call, int outputs) {
        return List.of(new TensorType(call.element(0), Elementwise.broadcast(call, call.shape(0), target(call, 1))));
    }

    /** The shape that an operand names: the shape of a value, constant sizes, or as many unknown ones as it holds. */
    static TensorShape target(Call call, int input) {
        Value sizes = call.inputs().get(input);
        if (sizes.shapeOf().isPresent()) {
            return sizes.shapeOf().get().shape();
        }
        if (sizes.constant().isPresent()) {
            return TensorShape.of(call.longs(input));
        }
        return new TensorShape(Collections.nCopies((int) sizes.shape().dim(0).size(), Dim.unknown()));
    }

    static List<TensorType> pad(Call call, int outputs) {
        TensorShape shape = call.shape(0);
        int rank = shape.rank();
        if (!call.shape(1).equals(TensorShape.of(2L * rank))) {
            throw call.bad("needs " + 2 * rank + " numbers of entries to add");
        }
        boolean known = call.inputs().get(1).constant().isPresent();
        for (int i = 0; i < rank; i++) {
            long more = known ? call.longs(1)[i] + call.longs(1)[rank + i] : 0;
            if (!known || more != 0) {
                Dim dim = shape.dim(i);
                shape = shape.with(i, known && dim.isFixed() ? Dim.of(dim.size() + more) : Dim.unknown());
            }
        }
        return List.of(new TensorType(call.element(0), shape));
    }

    static List<TensorType> gather(Call call, int outputs) {
        TensorShape data = call.shape(0);
        int axis = data.axis(call.attributes().integer("axis", 0));
        Indexing.requireIndices(call, 1);
        List<Dim> dims = new ArrayList<>(data.dims().subList(0, axis));
        dims.addAll(call.shape(1).dims());
        dims.addAll(data.dims().subList(axis + 1, data.rank()));
        return List.of(new TensorType(call.element(0), new TensorShape(dims)));
    }

    static List<TensorType> zeros(Call call, int outputs) {
        return List.of(new TensorType(ElementType.FLOAT, TensorShape.of(call.longs(0))));
    }

    static List<TensorType> shape(Call call, int outputs) {
        return List.of(
                new TensorType(ElementType.INT64, TensorShape.of(call.shape(0).rank())));
    }
}
