package io.github.yolox4j.model.network;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.OutputDecoder;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.LetterboxedBatch;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.weights.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A detector that runs the SameDiff graph, in batches of one fixed size. It reads the given weights at every call: when
 * they have changed, the next detections come from the new ones. Not thread-safe.
 */
public final class SameDiffDetector implements Detector {

    private final OutputDecoder decoder;
    private final int batch;
    private final INDArray images;
    private final GraphPlan plan;

    /**
     * Compiles the network.
     *
     * @param grid of the input size that images are letterboxed to
     * @param batch how many images one run takes
     */
    public SameDiffDetector(
            YoloxConfig config, Weights weights, AnchorGrid grid, Postprocessing postprocessing, int batch) {
        decoder = OutputDecoder.decoded(grid, config.classes(), postprocessing);
        this.batch = batch;
        images = Nd4j.zeros(weights.type(), batch, BgrImage.CHANNELS, grid.height(), grid.width());
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(YoloxGraph.IMAGES, images);
        plan = GraphPlan.compile(
                YoloxGraph.evaluation(config, weights, grid).graph(), inputs, List.of(YoloxGraph.DECODED));
    }

    /** Makes such detectors. */
    public static DetectorFactory factory() {
        return new Factory();
    }

    private record Factory() implements DetectorFactory {
        @Override
        public Detector open(
                YoloxConfig config, Weights weights, AnchorGrid grid, Postprocessing postprocessing, int batch) {
            return new SameDiffDetector(config, weights, grid, postprocessing, batch);
        }

        @Override
        public boolean followsWeights() {
            return true;
        }
    }

    @Override
    public List<List<Detection>> detect(List<BgrImage> pictures) {
        List<List<Detection>> found = new ArrayList<>();
        for (int from = 0; from < pictures.size(); from += batch) {
            found.addAll(detectBatch(pictures.subList(from, Math.min(from + batch, pictures.size()))));
        }
        return found;
    }

    private List<List<Detection>> detectBatch(List<BgrImage> pictures) {
        AnchorGrid grid = decoder.grid();
        float[] planes = new float[batch * LetterboxedBatch.planes(grid.width(), grid.height())];
        LetterboxedBatch prepared =
                LetterboxedBatch.of(pictures, grid.width(), grid.height(), FloatBuffer.wrap(planes));
        return prepared.toSource(decoder.detections(FloatBuffer.wrap(decode(planes)), prepared.size()));
    }

    private float[] decode(float[] planes) {
        try (INDArray given = Nd4j.createFromArray(planes).reshape(images.shape())) {
            images.assign(given);
        }
        plan.run();
        return plan.output(YoloxGraph.DECODED).data().asFloat();
    }

    @Override
    public void close() {
        plan.close();
        images.close();
    }
}
