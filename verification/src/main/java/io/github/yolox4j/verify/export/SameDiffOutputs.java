package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What SameDiff computes for single images, each computed once. */
final class SameDiffOutputs {

    /** For one image {@code [1, anchors, numbers of a row]}: boxes not decoded, and boxes in pixels of the file. */
    record Output(Numbers raw, Numbers decoded) {}

    private record Key(AnchorGrid grid, boolean letterboxedInFile, BgrImage image) {}

    private final YoloxConfig config;
    private final Weights weights;
    private final Map<Key, Output> known = new HashMap<>();

    SameDiffOutputs(YoloxConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
    }

    List<Output> of(Feed feed, List<BgrImage> images) {
        List<BgrImage> fresh = images.stream()
                .filter(image -> !known.containsKey(key(feed, image)))
                .toList();
        if (!fresh.isEmpty()) {
            compute(feed, fresh);
        }
        return images.stream().map(image -> known.get(key(feed, image))).toList();
    }

    private void compute(Feed feed, List<BgrImage> images) {
        AnchorGrid grid = feed.grid();
        INDArray input = Nd4j.zeros(weights.type(), 1, BgrImage.CHANNELS, grid.height(), grid.width());
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(YoloxGraph.IMAGES, input);
        List<String> outputs = new ArrayList<>(List.of(YoloxGraph.RAW, YoloxGraph.DECODED));
        try (GraphPlan plan =
                GraphPlan.compile(YoloxGraph.evaluation(config, weights, grid).graph(), inputs, outputs)) {
            for (BgrImage image : images) {
                input.assign(Nd4j.createFromArray(feed.planes(image)).reshape(input.shape()));
                plan.run();
                Numbers decoded = scaled(Numbers.of(plan.output(YoloxGraph.DECODED)), feed.scale(image));
                known.put(key(feed, image), new Output(Numbers.of(plan.output(YoloxGraph.RAW)), decoded));
            }
        }
    }

    /** Boxes in network pixels as ones in the file's, which so many network pixels make one of. */
    private Numbers scaled(Numbers rows, double scale) {
        if (scale == 1) {
            return rows;
        }
        double[] scaled = rows.doubles();
        int row = new RowLayout(config.classes()).width();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = i % row < RowLayout.BOX ? scaled[i] / scale : scaled[i];
        }
        return Numbers.of(scaled, rows.shape());
    }

    private static Key key(Feed feed, BgrImage image) {
        return new Key(feed.grid(), feed.preprocessing().inFile(), image);
    }
}
