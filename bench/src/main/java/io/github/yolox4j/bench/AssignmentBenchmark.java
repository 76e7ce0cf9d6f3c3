package io.github.yolox4j.bench;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.assign.simota.SimOta;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** SimOTA on one 640x640 image with 8,400 anchors and the 80 classes of COCO. */
public class AssignmentBenchmark extends Benchmarked {

    private static final AnchorGrid GRID = new AnchorGrid(640, 640);
    private static final int CLASSES = 80;

    @Param({"30"})
    public int objects;

    private Predictions predictions;
    private List<TargetObject> targets;

    @Setup(Level.Trial)
    public void draw() {
        Drawn drawn = Drawn.from(3);
        AnchorTable table = AnchorTable.of(GRID);
        int anchors = GRID.size();
        double[] boxes = new double[4 * anchors];
        for (int i = 0; i < anchors; i++) {
            boxes[4 * i] = table.centerX(i);
            boxes[4 * i + 1] = table.centerY(i);
            boxes[4 * i + 2] = 8.0 * table.stride(i);
            boxes[4 * i + 3] = 8.0 * table.stride(i);
        }
        predictions = new Predictions(
                GRID,
                CLASSES,
                drawn.near(boxes),
                drawn.numbers(anchors, -6, 2),
                drawn.numbers(anchors * CLASSES, -6, 2));
        targets = drawn.objects(objects, GRID, CLASSES);
    }

    @Benchmark
    public Assignment simota() {
        return SimOta.DEFAULT.assign(predictions, targets);
    }
}
