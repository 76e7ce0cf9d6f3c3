package io.github.yolox4j.bench;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.box.Nms;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Class-wise suppression at IoU 0.65 of boxes scattered over 640x640 pixels; 8,400 is an untrained network's worst
 * case.
 */
public class NmsBenchmark extends Benchmarked {

    @Param({"1000", "8400"})
    public int boxes;

    @Param({"1", "80"})
    public int classes;

    private List<Detection> detections;

    @Setup(Level.Trial)
    public void draw() {
        Drawn drawn = Drawn.from(4);
        double[] b = drawn.boxes(boxes);
        detections = new ArrayList<>();
        for (int i = 0; i < b.length; i += 4) {
            detections.add(new Detection(
                    drawn.random().nextInt(classes),
                    drawn.random().nextDouble(),
                    b[i] - b[i + 2] / 2,
                    b[i + 1] - b[i + 3] / 2,
                    b[i] + b[i + 2] / 2,
                    b[i + 1] + b[i + 3] / 2));
        }
    }

    @Benchmark
    public List<Detection> keep() {
        return Nms.keep(detections, 0.65);
    }
}
