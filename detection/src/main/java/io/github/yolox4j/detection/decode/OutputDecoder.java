package io.github.yolox4j.detection.decode;

import io.github.yolox4j.detection.box.Detection;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * From the rows of an output to the detections of each image, in pixels of the network's input. Every detector whose
 * network gives rows of anchors uses it, whatever computes the network. Immutable and thread-safe.
 */
public final class OutputDecoder {

    private final AnchorGrid grid;
    private final RowLayout layout;
    private final Function<float[], List<Detection>> ofImage;

    private OutputDecoder(AnchorGrid grid, RowLayout layout, Function<float[], List<Detection>> ofImage) {
        this.grid = grid;
        this.layout = layout;
        this.ofImage = ofImage;
    }

    /** Of an output whose boxes still have to be decoded: the official form. */
    public static OutputDecoder raw(AnchorGrid grid, int classes, Postprocessing postprocessing) {
        Decoder decoder = new Decoder(AnchorTable.of(grid));
        return new OutputDecoder(grid, new RowLayout(classes), rows -> postprocessing.fromRaw(decoder, rows, classes));
    }

    /** Of an output whose boxes already are centre x, centre y, width, height in pixels. */
    public static OutputDecoder decoded(AnchorGrid grid, int classes, Postprocessing postprocessing) {
        return new OutputDecoder(
                grid, new RowLayout(classes), rows -> postprocessing.fromDecoded(rows, grid.size(), classes));
    }

    /** The anchors of the network's input. */
    public AnchorGrid grid() {
        return grid;
    }

    public RowLayout layout() {
        return layout;
    }

    /**
     * The detections of the first images of a batch.
     *
     * @param output {@code [batch, anchors, numbers of a row]}
     * @param images how many, at most the batch
     */
    public List<List<Detection>> detections(FloatBuffer output, int images) {
        float[] rows = new float[grid.size() * layout.width()];
        List<List<Detection>> found = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            output.get(i * rows.length, rows);
            found.add(ofImage.apply(rows));
        }
        return found;
    }
}
