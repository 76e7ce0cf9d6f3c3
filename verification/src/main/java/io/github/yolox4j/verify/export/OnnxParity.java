package io.github.yolox4j.verify.export;

import io.github.yolox4j.export.ModelMetadata;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.verify.Comparison;
import io.github.yolox4j.verify.Numbers;
import io.github.yolox4j.verify.Tolerance;
import io.github.yolox4j.verify.runtime.FloatTensor;
import io.github.yolox4j.verify.runtime.OnnxSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs an exported detector in ONNX Runtime and the SameDiff graph it comes from on the same images, and compares every number
 * of the outputs.
 *
 * @param config of the network
 * @param weights that were exported
 */
public record OnnxParity(YoloxConfig config, Weights weights) {

    /** How far an output number may be off, by the largest number of its output. */
    public static final Tolerance TOLERANCE = Tolerance.ofArray(1e-4);

    /** Batch sizes that a file of any batch size is tried with. */
    private static final List<Integer> BATCHES = List.of(1, 4);

    private static final int CHANNELS = 3;

    /**
     * What was found at one batch size.
     *
     * @param batch images per run
     * @param images compared in all
     * @param worst the comparison of the run that differs most
     */
    public record Result(int batch, int images, Comparison worst) {

        public boolean passed() {
            return worst.passed();
        }
    }

    /**
     * Compares at batch 1 and 4, or at the one batch size that the file allows.
     *
     * @param file with the metadata of the exporter, or without: then its output is raw
     * @param images letterboxed to the file's input: each {@code [3, height, width]}, blue-green-red, 0..255
     * @throws IllegalArgumentException if there is no image
     * @throws IOException if the file cannot be used, or is not of this network; the message names it
     */
    public List<Result> compare(Path file, List<float[]> images) throws IOException {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("no images to compare on");
        }
        try (OnnxSession session = OnnxSession.open(file)) {
            AnchorGrid grid = input(session);
            ModelMetadata.Decode form =
                    metadata(session).map(ModelMetadata::decode).orElse(ModelMetadata.Decode.RAW);
            long[] shape = session.inputs().values().iterator().next();
            List<Integer> batches = shape[0] > 0 ? List.of((int) shape[0]) : BATCHES;
            List<Result> results = new ArrayList<>();
            for (int batch : batches) {
                results.add(compare(session, grid, form, batch, images));
            }
            return results;
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The input size of a file: what its metadata says, else what its input is fixed to.
     *
     * @throws IOException if the file cannot be used, or says neither; the message names it
     */
    public static AnchorGrid input(Path file) throws IOException {
        try (OnnxSession session = OnnxSession.open(file)) {
            return input(session);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static AnchorGrid input(OnnxSession session) {
        Optional<ModelMetadata> metadata = metadata(session);
        if (metadata.isPresent()) {
            return new AnchorGrid(metadata.get().height(), metadata.get().width());
        }
        long[] shape = session.inputs().values().iterator().next();
        if (shape.length != 4) {
            throw new IllegalArgumentException(
                    "an input [batch, 3, height, width] is expected, found " + Arrays.toString(shape));
        }
        return new AnchorGrid(Math.toIntExact(shape[2]), Math.toIntExact(shape[3]));
    }

    /** The official files have none of ours, and give raw output. */
    private static Optional<ModelMetadata> metadata(OnnxSession session) {
        return session.metadata().containsKey("decode")
                ? Optional.of(ModelMetadata.of(session.metadata()))
                : Optional.empty();
    }

    private Result compare(
            OnnxSession session, AnchorGrid grid, ModelMetadata.Decode form, int batch, List<float[]> images) {
        String output = form == ModelMetadata.Decode.RAW ? YoloxGraph.RAW : YoloxGraph.DECODED;
        INDArray input = Nd4j.zeros(weights.type(), batch, CHANNELS, grid.height(), grid.width());
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(YoloxGraph.IMAGES, input);
        List<Comparison> runs = new ArrayList<>();
        try (GraphPlan plan =
                GraphPlan.compile(YoloxGraph.evaluation(config, weights, grid).graph(), inputs, List.of(output))) {
            for (int from = 0; from < images.size(); from += batch) {
                float[] pixels = joined(images, from, batch);
                input.assign(Nd4j.createFromArray(pixels).reshape(input.shape()));
                plan.run();
                INDArray expected = plan.output(output);
                FloatTensor actual = session.run(new FloatTensor(input.shape(), pixels));
                runs.add(Comparison.of("output", actual.numbers(), Numbers.of(expected), TOLERANCE));
            }
        }
        Comparison worst = runs.stream()
                .max(Comparator.comparingDouble(Comparison::largestRelative))
                .orElseThrow();
        return new Result(batch, images.size(), worst);
    }

    /** A batch of images from a place on; where they end it begins again with the first. */
    private static float[] joined(List<float[]> images, int from, int batch) {
        int length = images.get(0).length;
        float[] joined = new float[batch * length];
        for (int i = 0; i < batch; i++) {
            float[] image = images.get((from + i) % images.size());
            System.arraycopy(image, 0, joined, i * length, length);
        }
        return joined;
    }
}
