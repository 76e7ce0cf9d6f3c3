package io.github.yolox4j.inference;

import io.github.yolox4j.detection.DetectionPhases;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.LetterboxedBatch;
import java.nio.Buffer;
import java.util.List;
import java.util.Map;

/**
 * The phases of a detector in ONNX Runtime, over buffers of their own. Closes nothing but itself: the session is the
 * detector's.
 */
final class LanePhases implements DetectionPhases {

    private final Lane lane;
    private final int batch;
    private LetterboxedBatch prepared = LetterboxedBatch.EMPTY;
    private Map<String, Buffer> outputs = Map.of();

    LanePhases(Lane lane, int batch) {
        this.lane = lane;
        this.batch = batch;
    }

    @Override
    public void prepare(List<BgrImage> images) {
        if (images.size() != batch) {
            throw new IllegalArgumentException("a run takes " + batch + " images, got " + images.size());
        }
        prepared = lane.prepare(images);
    }

    @Override
    public void run() {
        outputs = lane.run(batch);
    }

    @Override
    public List<List<Detection>> finish() {
        return lane.read(outputs, prepared);
    }

    @Override
    public void close() {}
}
