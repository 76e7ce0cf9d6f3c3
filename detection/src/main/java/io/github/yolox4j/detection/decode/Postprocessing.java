package io.github.yolox4j.detection.decode;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.box.Nms;
import java.util.ArrayList;
import java.util.List;

/**
 * From the network's output for one image to detections in input pixels.
 *
 * <p>Each anchor keeps only its most probable class (the first of equal ones). It becomes a detection of score
 * \( \text{objectness} \cdot \max_c p_c \) if that reaches {@code confidence}; {@link Nms} thins these out. As in the
 * reference's {@code postprocess}, the score is formed and compared in single precision.
 *
 * <p>Network outputs are one row for each anchor, as {@link RowLayout} has it; objectness and class probabilities are
 * past the sigmoid. To go back from the letterboxed input to the picture, divide by the letterbox ratio. A box that is
 * not finite in single precision is left out.
 *
 * @param confidence the least score, in [0, 1]
 * @param iouThreshold overlap above which the lower of two detections of one class goes, in [0, 1]
 */
public record Postprocessing(double confidence, double iouThreshold) {

    /** The reference's evaluation setting. */
    public static final Postprocessing DEFAULT = new Postprocessing(0.01, 0.65);

    public Postprocessing {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must lie in [0, 1], got " + confidence);
        }
        if (!(iouThreshold >= 0 && iouThreshold <= 1)) {
            throw new IllegalArgumentException("iouThreshold must lie in [0, 1], got " + iouThreshold);
        }
    }

    /** Detections from an output whose boxes still have to be decoded. */
    public List<Detection> fromRaw(Decoder decoder, float[] output, int classes) {
        return detections(
                output,
                decoder.anchors().size(),
                new RowLayout(classes),
                (anchor, at) -> Box.ofCenter(
                        decoder.centerX(anchor, output[at]),
                        decoder.centerY(anchor, output[at + 1]),
                        decoder.side(anchor, output[at + 2]),
                        decoder.side(anchor, output[at + 3])));
    }

    /** Detections from an output whose boxes already are centre x, centre y, width, height in pixels. */
    public List<Detection> fromDecoded(float[] output, int anchors, int classes) {
        return detections(
                output,
                anchors,
                new RowLayout(classes),
                (anchor, at) -> Box.ofCenter(output[at], output[at + 1], output[at + 2], output[at + 3]));
    }

    private List<Detection> detections(float[] output, int anchors, RowLayout layout, BoxReader boxes) {
        layout.require(anchors, output);
        List<Detection> candidates = new ArrayList<>();
        for (int anchor = 0, at = 0; anchor < anchors; anchor++, at += layout.width()) {
            float objectness = layout.objectness(output, at);
            if (objectness < (float) confidence) {
                continue; // no probability above 1 can lift it
            }
            int best = layout.bestClass(output, at);
            float score = objectness * layout.classScore(output, at, best);
            Box box = boxes.at(anchor, at);
            if (score >= (float) confidence && isFinite(box)) {
                candidates.add(new Detection(best, score, box));
            }
        }
        return Nms.keep(candidates, iouThreshold);
    }

    /** In single precision. A network that has hardly learnt may predict a side beyond all numbers; that is no box. */
    private static boolean isFinite(Box box) {
        return Float.isFinite((float) box.centerX())
                && Float.isFinite((float) box.centerY())
                && Float.isFinite((float) box.width())
                && Float.isFinite((float) box.height());
    }

    private interface BoxReader {
        Box at(int anchor, int offset);
    }
}
