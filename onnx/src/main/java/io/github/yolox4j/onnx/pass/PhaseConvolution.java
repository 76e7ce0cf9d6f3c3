package io.github.yolox4j.onnx.pass;

import static io.github.yolox4j.onnx.OnnxOperator.CONCAT;
import static io.github.yolox4j.onnx.OnnxOperator.CONV;
import static io.github.yolox4j.onnx.OnnxOperator.SLICE;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.Attributes;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A convolution over the four phases of an image, as one over the image. The phases are its pixels in even and odd
 * rows and columns, put into channels by slices: with \( p_{(r,s),c,i,j} = x_{c,\,2i+r,\,2j+s} \),
 * \[ \sum_{(r,s),c,a,b} W_{o,((r,s),c),a,b}\; p_{(r,s),c,\,i+a,\,j+b} = \sum_{c,u,v} V_{o,c,u,v}\; x_{c,\,2i+u,\,2j+v},
 * \qquad V_{o,c,\,2a+r,\,2b+s} = W_{o,((r,s),c),a,b}. \]
 * The kernel is twice as large, so are padding and stride. It needs a constant weight, and slices without an end.
 */
public final class PhaseConvolution implements GraphPass {

    private static final int STEP = 2;
    private static final int PHASES = STEP * STEP;

    /** Rows and columns that a slice begins with. */
    private record Phase(int row, int column) {}

    @Override
    public OnnxGraph apply(OnnxGraph graph) {
        return GraphCopy.of(graph, (node, copy) -> node.operator() == CONV ? instead(node, copy) : Optional.empty());
    }

    private static Optional<Value> instead(Node conv, GraphCopy copy) {
        Optional<Tensor> weight = copy.constant(conv.inputs().get(1));
        if (weight.isEmpty() || !isPlain(conv.attributes())) {
            return Optional.empty();
        }
        return copy.maker(CONCAT, conv.inputs().get(0))
                .filter(concat -> concat.attributes().integer("axis", 0) == 1)
                .filter(concat -> concat.inputs().size() == PHASES)
                .flatMap(concat -> ofPhases(conv, concat, weight.get(), copy));
    }

    /** Whether it takes all channels and every place. */
    private static boolean isPlain(Attributes settings) {
        return settings.integer("group", 1) == 1
                && LongStream.of(settings.integers("strides", 1, 1)).allMatch(stride -> stride == 1)
                && LongStream.of(settings.integers("dilations", 1, 1)).allMatch(dilation -> dilation == 1)
                && !settings.has("auto_pad");
    }

    private static Optional<Value> ofPhases(Node conv, Node concat, Tensor weight, GraphCopy copy) {
        List<Phase> phases = new ArrayList<>();
        String image = "";
        for (String part : concat.inputs()) {
            Optional<Node> slice = copy.maker(SLICE, part);
            Optional<Phase> phase = slice.flatMap(node -> phase(node, copy));
            if (phase.isEmpty()
                    || !image.isEmpty() && !image.equals(slice.get().inputs().get(0))) {
                return Optional.empty();
            }
            image = slice.get().inputs().get(0);
            phases.add(phase.get());
        }
        if (new HashSet<>(phases).size() < PHASES) {
            return Optional.empty();
        }
        long[] padding = conv.attributes().integers("pads", 0, 0, 0, 0);
        List<Value> operands =
                new ArrayList<>(List.of(copy.value(image), copy.onnx().constant(spread(weight, phases))));
        conv.inputs().stream().skip(2).map(copy::value).forEach(operands::add);
        return Optional.of(copy.onnx()
                .add(
                        CONV,
                        operands,
                        Attribute.integers("kernel_shape", STEP * weight.shape()[2], STEP * weight.shape()[3]),
                        Attribute.integers("strides", STEP, STEP),
                        Attribute.integers(
                                "pads",
                                LongStream.of(padding).map(pad -> STEP * pad).toArray())));
    }

    private static Optional<Phase> phase(Node slice, GraphCopy copy) {
        List<Optional<Tensor>> given =
                slice.inputs().stream().skip(1).map(copy::constant).toList();
        if (given.size() != 4 || given.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        long[] starts = given.get(0).get().longs();
        boolean everySecond = LongStream.of(given.get(1).get().longs()).allMatch(end -> end >= Integer.MAX_VALUE)
                && Arrays.equals(given.get(2).get().longs(), new long[] {2, 3})
                && Arrays.equals(given.get(3).get().longs(), new long[] {STEP, STEP});
        return everySecond && LongStream.of(starts).allMatch(start -> start >= 0 && start < STEP)
                ? Optional.of(new Phase((int) starts[0], (int) starts[1]))
                : Optional.empty();
    }

    /** The weight over the image. */
    private static Tensor spread(Tensor weight, List<Phase> phases) {
        int out = (int) weight.shape()[0];
        int channels = (int) weight.shape()[1] / PHASES;
        int height = (int) weight.shape()[2];
        int width = (int) weight.shape()[3];
        float[] old = weight.floats();
        float[] spread = new float[old.length];
        int from = 0;
        for (int o = 0; o < out; o++) {
            for (Phase phase : phases) {
                for (int c = 0; c < channels; c++) {
                    for (int a = 0; a < height; a++) {
                        for (int b = 0; b < width; b++) {
                            int row = STEP * a + phase.row();
                            int column = STEP * b + phase.column();
                            spread[((o * channels + c) * STEP * height + row) * STEP * width + column] = old[from++];
                        }
                    }
                }
            }
        }
        return Tensor.ofFloats(new long[] {out, channels, (long) STEP * height, (long) STEP * width}, spread);
    }
}
