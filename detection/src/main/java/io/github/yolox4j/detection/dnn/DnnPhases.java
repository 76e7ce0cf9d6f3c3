package io.github.yolox4j.detection.dnn;

import io.github.yolox4j.detection.DetectionPhases;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.OutputDecoder;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.LetterboxedBatch;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;

/** The phases of an ONNX file whose output are rows of anchors, run by OpenCV's DNN module. */
public final class DnnPhases implements DetectionPhases {

    private final OutputDecoder decoder;
    private final DnnNetwork network;
    private final int batch;
    private final float[] planes;
    private LetterboxedBatch prepared = LetterboxedBatch.EMPTY;

    private DnnPhases(OutputDecoder decoder, DnnNetwork network, int batch) {
        AnchorGrid grid = decoder.grid();
        this.decoder = decoder;
        this.network = network;
        this.batch = batch;
        this.planes = new float[batch * LetterboxedBatch.planes(grid.width(), grid.height())];
    }

    /**
     * Opens a file.
     *
     * @param decoder of the file's output
     * @param batch images per run
     * @throws IOException if there is no such file, or OpenCV does not accept it; the message names it
     */
    public static DnnPhases open(Path file, OutputDecoder decoder, int batch) throws IOException {
        AnchorGrid grid = decoder.grid();
        DnnNetwork network = DnnNetwork.open(file, batch, BgrImage.CHANNELS, grid.height(), grid.width());
        return new DnnPhases(decoder, network, batch);
    }

    @Override
    public void prepare(List<BgrImage> images) {
        if (images.size() != batch) {
            throw new IllegalArgumentException("a run takes " + batch + " images, got " + images.size());
        }
        AnchorGrid grid = decoder.grid();
        prepared = LetterboxedBatch.of(images, grid.width(), grid.height(), FloatBuffer.wrap(planes));
        network.give(planes);
    }

    @Override
    public void run() {
        network.run();
    }

    @Override
    public List<List<Detection>> finish() {
        return prepared.toSource(decoder.detections(FloatBuffer.wrap(network.output()), prepared.size()));
    }

    @Override
    public void close() {
        network.close();
    }
}
