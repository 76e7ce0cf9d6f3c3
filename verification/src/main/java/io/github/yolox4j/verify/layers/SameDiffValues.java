package io.github.yolox4j.verify.layers;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.verify.runtime.ReferenceValues;
import io.github.yolox4j.verify.runtime.Tensors;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What SameDiff's variables hold: the network is computed once, and all of them are kept. */
public final class SameDiffValues implements ReferenceValues {

    private final Map<String, String> variables;
    private final INDArray input;
    private final GraphPlan plan;

    private SameDiffValues(Map<String, String> variables, INDArray input, GraphPlan plan) {
        this.variables = variables;
        this.input = input;
        this.plan = plan;
    }

    /**
     * Computes.
     *
     * @param variables by the names of the values that stand for them
     * @param planes of one image, {@code [3, height, width]}
     * @param batch how often the image is fed
     */
    public static SameDiffValues of(
            DetectorExporter exporter, Map<String, String> variables, float[] planes, int batch) {
        INDArray input = input(exporter, planes, batch);
        Map<String, INDArray> inputs = new HashMap<>(exporter.weights().values());
        inputs.put(YoloxGraph.IMAGES, input);
        GraphPlan plan = GraphPlan.compile(exporter.network().graph(), inputs, variables.values());
        plan.run();
        return new SameDiffValues(variables, input, plan);
    }

    @Override
    public Tensor of(String value) {
        return Tensors.floats(plan.output(variables.get(value)));
    }

    @Override
    public long size(String value) {
        return plan.output(variables.get(value)).length();
    }

    @Override
    public void close() {
        plan.close();
        input.close();
    }

    /** The image as often as the batch is large, in the type of the weights. */
    private static INDArray input(DetectorExporter exporter, float[] planes, int batch) {
        AnchorGrid grid = exporter.grid();
        INDArray input = Nd4j.createUninitialized(
                exporter.weights().type(), batch, BgrImage.CHANNELS, grid.height(), grid.width());
        try (INDArray one = Nd4j.createFromArray(planes)) {
            INDArray shaped = one.reshape(BgrImage.CHANNELS, grid.height(), grid.width());
            for (int i = 0; i < batch; i++) {
                input.slice(i).assign(shaped);
            }
        }
        return input;
    }
}
