package io.github.yolox4j.bench;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.Decoder;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.detection.metadata.Selection;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * From the raw output of one 640x640 image, 8,400 rows of 80 classes, to detections: scores, decoding of the boxes
 * above the threshold, suppression.
 */
public class DecodeBenchmark extends Benchmarked {

    private static final AnchorGrid GRID = new AnchorGrid(640, 640);
    private static final int CLASSES = 80;
    private static final int ROW = new RowLayout(CLASSES).width();
    private static final Postprocessing PREDICTING = Selection.DEFAULT.postprocessing();

    /** How many of the anchors see something: their scores are around 0.5, those of the others below the threshold. */
    @Param({"0", "100", "1000"})
    public int seeing;

    private Decoder decoder;
    private float[] output;

    @Setup(Level.Trial)
    public void draw() {
        Drawn drawn = Drawn.from(5);
        decoder = new Decoder(AnchorTable.of(GRID));
        output = new float[GRID.size() * ROW];
        for (int i = 0; i < output.length; i++) {
            output[i] = (float) drawn.random().nextDouble(i % ROW < RowLayout.BOX ? 2 : 0.1);
        }
        for (int i = 0; i < seeing; i++) {
            int anchor = ROW * drawn.random().nextInt(GRID.size());
            output[anchor + RowLayout.OBJECTNESS] = (float) drawn.random().nextDouble(0.6, 1);
            output[anchor + RowLayout.FIRST_CLASS + drawn.random().nextInt(CLASSES)] =
                    (float) drawn.random().nextDouble(0.6, 1);
        }
    }

    @Benchmark
    public List<Detection> raw_output_to_detections() {
        return PREDICTING.fromRaw(decoder, output, CLASSES);
    }
}
