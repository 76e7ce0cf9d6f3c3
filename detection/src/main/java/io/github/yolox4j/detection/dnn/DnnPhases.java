package io.github.yolox4j.detection.dnn;

import io.github.yolox4j.detection.DetectionPhases;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.Decoder;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Letterbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The phases of an ONNX file whose output are rows of anchors, run by OpenCV's DNN module. */
public final class DnnPhases implements DetectionPhases {

    private static final int BEFORE_CLASSES = 5;

    private final AnchorGrid grid;
    private final DnnNetwork network;
    private final int rowNumbers;
    private final Function<float[], List<Detection>> ofImage;
    private final float[] planes;
    private List<Letterbox> letterboxes = List.of();

    private DnnPhases(
            AnchorGrid grid,
            DnnNetwork network,
            int batch,
            int rowNumbers,
            Function<float[], List<Detection>> ofImage) {
        this.grid = grid;
        this.network = network;
        this.rowNumbers = rowNumbers;
        this.ofImage = ofImage;
        this.planes = new float[batch * imageSize()];
    }

    /**
     * Opens a file.
     *
     * @param grid of the file's input
     * @param decoded whether its boxes are pixels already
     * @param batch images per run
     * @throws IOException if there is no such file, or OpenCV does not accept it; the message names it
     */
    public static DnnPhases open(
            Path file, AnchorGrid grid, int classes, boolean decoded, Postprocessing postprocessing, int batch)
            throws IOException {
        DnnNetwork network = DnnNetwork.open(file, batch, BgrImage.CHANNELS, grid.height(), grid.width());
        Decoder decoder = Decoder.of(AnchorTable.of(grid));
        return new DnnPhases(
                grid,
                network,
                batch,
                BEFORE_CLASSES + classes,
                rows -> decoded
                        ? postprocessing.fromDecoded(rows, grid.size(), classes)
                        : postprocessing.fromRaw(decoder, rows, classes));
    }

    private int imageSize() {
        return BgrImage.CHANNELS * grid.height() * grid.width();
    }

    @Override
    public void prepare(List<BgrImage> images) {
        if (images.size() * imageSize() != planes.length) {
            throw new IllegalArgumentException(
                    "a run takes " + planes.length / imageSize() + " images, got " + images.size());
        }
        List<Letterbox> made = new ArrayList<>();
        for (BgrImage image : images) {
            Letterbox letterbox = Letterbox.of(image, grid.width(), grid.height());
            letterbox.apply(image).toPlanes(planes, made.size() * imageSize());
            made.add(letterbox);
        }
        letterboxes = made;
        network.give(planes);
    }

    @Override
    public void run() {
        network.run();
    }

    @Override
    public List<List<Detection>> finish() {
        int perImage = grid.size() * rowNumbers;
        List<List<Detection>> found = new ArrayList<>();
        for (int i = 0; i < letterboxes.size(); i++) {
            float[] rows = Arrays.copyOfRange(network.output(), i * perImage, (i + 1) * perImage);
            found.add(ofImage.apply(rows).stream()
                    .map(letterboxes.get(i)::toSource)
                    .toList());
        }
        return found;
    }

    @Override
    public void close() {
        network.close();
    }
}
