package io.github.yolox4j.onednn.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.ScalarOp;

/** Reads what a graph makes of the images before its first layer: channels in another order, scaled and shifted. */
final class ImageReader {

    /** The operators it knows. */
    static final Set<String> OPERATORS = Set.of("reverse", "div_scalar", "divide", "subtract");

    private static final int CHANNEL_AXIS = 1;

    private final SDVariable images;

    ImageReader(SDVariable images) {
        this.images = images;
    }

    /** The channels of a variable. */
    List<ImagePlane> planes(String variable) {
        SameDiff graph = images.getSameDiff();
        if (variable.equals(images.name())) {
            return IntStream.range(0, (int) images.getShape()[CHANNEL_AXIS])
                    .mapToObj(ImagePlane::same)
                    .toList();
        }
        SameDiffOp maker = graph.getOps().get(graph.getVariables().get(variable).getOutputOfOp());
        if (maker == null || !OPERATORS.contains(maker.getOp().opName())) {
            throw NetworkReader.unknown(variable, "is nothing that is made of images");
        }
        List<String> inputs = maker.getInputsToOp();
        List<ImagePlane> given = planes(inputs.get(0));
        return switch (maker.getOp().opName()) {
            case "reverse" -> reversed(given, variable, maker);
            case "div_scalar" -> {
                double divisor = ((ScalarOp) maker.getOp()).scalar().getDouble(0);
                yield given.stream().map(plane -> plane.dividedBy(divisor)).toList();
            }
            case "divide" -> each(given, numbers(inputs.get(1), given.size()), ImagePlane::dividedBy);
            default -> each(given, numbers(inputs.get(1), given.size()), ImagePlane::less);
        };
    }

    private static List<ImagePlane> reversed(List<ImagePlane> planes, String variable, SameDiffOp maker) {
        long[] axes = NetworkReader.arguments(maker);
        if (axes.length != 1 || axes[0] != CHANNEL_AXIS) {
            throw NetworkReader.unknown(variable, "reverses another axis than the channels");
        }
        List<ImagePlane> reversed = new ArrayList<>(planes);
        Collections.reverse(reversed);
        return reversed;
    }

    private double[] numbers(String constant, int channels) {
        INDArray value = images.getSameDiff().getVariable(constant).getArr();
        if (value == null || value.length() != channels || value.size(CHANNEL_AXIS) != channels) {
            throw NetworkReader.unknown(constant, "is no constant with a number per channel");
        }
        return value.data().asDouble();
    }

    private static List<ImagePlane> each(
            List<ImagePlane> planes, double[] numbers, BiFunction<ImagePlane, Double, ImagePlane> change) {
        return IntStream.range(0, planes.size())
                .mapToObj(i -> change.apply(planes.get(i), numbers[i]))
                .toList();
    }
}
