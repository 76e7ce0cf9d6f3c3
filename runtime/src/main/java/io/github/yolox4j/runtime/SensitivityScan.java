package io.github.yolox4j.runtime;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.export.precision.Calibration;
import io.github.yolox4j.export.precision.Int8Precision;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds the convolutions that a network cannot do without in single precision.
 *
 * <p>Let \(y\) be the output of the graph on the images, and \(y^l\) that with convolution l alone an integer one. Its
 * error is the relative one of each column of the last axis, averaged over the columns, so that a box number and the
 * probability of a class count alike:
 * \[ e_l = \frac1K \sum_k \frac{\| y^l_k - y_k \|}{\| y_k \|}. \]
 */
public final class SensitivityScan {

    /** Above this error a convolution is better left in single precision: the output is off by a third of its size. */
    public static final double LIMIT = 0.3;

    private final Examples examples;

    /** @param images to run the graph on, once for each convolution: a few do */
    public SensitivityScan(List<BgrImage> images) {
        this.examples = new Examples(images);
    }

    /** The convolutions whose error is above {@code limit}. */
    public Set<String> above(double limit, OnnxGraph graph, Calibration calibration) {
        return errors(graph, calibration, layer -> {}).entrySet().stream()
                .filter(entry -> entry.getValue() > limit)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * The error of every convolution that would become an integer one, in the order of the graph.
     *
     * @param watcher is told each before it is tried
     */
    public Map<String, Double> errors(OnnxGraph graph, Calibration calibration, Consumer<String> watcher) {
        int columns = columns(graph);
        List<float[]> expected = outputs(graph);
        List<String> layers = Int8Precision.layers(graph);
        Int8Precision int8 = Int8Precision.of(calibration);
        int8.apply(graph); // calibrates all values at once
        Map<String, Double> errors = new LinkedHashMap<>();
        for (String layer : layers) {
            watcher.accept(layer);
            Set<String> others = new HashSet<>(layers);
            others.remove(layer);
            errors.put(layer, error(expected, outputs(int8.withInFloat(others).apply(graph)), columns));
        }
        return errors;
    }

    private static double error(List<float[]> expected, List<float[]> actual, int columns) {
        double[] differences = new double[columns];
        double[] squares = new double[columns];
        for (int n = 0; n < expected.size(); n++) {
            float[] y = expected.get(n);
            for (int i = 0; i < y.length; i++) {
                double d = actual.get(n)[i] - y[i];
                differences[i % columns] += d * d;
                squares[i % columns] += (double) y[i] * y[i];
            }
        }
        double sum = 0;
        for (int k = 0; k < columns; k++) {
            sum += squares[k] == 0 ? 0 : Math.sqrt(differences[k] / squares[k]);
        }
        return sum / columns;
    }

    private List<float[]> outputs(OnnxGraph graph) {
        List<float[]> all = new ArrayList<>();
        examples.run(graph, (name, numbers) -> {
            float[] copy = new float[numbers.remaining()];
            numbers.get(copy);
            all.add(copy);
        });
        return all;
    }

    private static int columns(OnnxGraph graph) {
        TensorShape shape = graph.outputs().get(0).type().shape();
        Dim last = shape.dim(shape.rank() - 1);
        if (graph.outputs().size() != 1 || !last.isFixed()) {
            throw new IllegalArgumentException(
                    "the scan needs one output [..., columns], the graph has " + graph.outputs());
        }
        return Math.toIntExact(last.size());
    }
}
