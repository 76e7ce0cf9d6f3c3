package io.github.yolox4j.detection.decode;

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
 * <p>Network outputs are {@code [anchors, 5 + classes]}, row by row: four box numbers, objectness, then class probabilities;
 * objectness and probabilities are past the sigmoid. To go back from the letterboxed input to the picture, divide by the
 * letterbox ratio. A box that is not finite in single precision is left out.
 *
 * @param confidence the least score, in [0, 1]
 * @param iouThreshold overlap above which the lower of two detections of one class goes, in [0, 1]
 */
public record Postprocessing(double confidence, double iouThreshold) {

    /** The least score in the reference's evaluation. */
    public static final double CONFIDENCE = 0.01;

    /** The overlap above which a detection goes in the reference's evaluation. */
    public static final double IOU = 0.65;

    /** The reference's evaluation setting. */
    public static final Postprocessing DEFAULT = new Postprocessing(CONFIDENCE, IOU);

    private static final int OBJECTNESS = 4;
    private static final int FIRST_CLASS = 5;

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
                classes,
                (anchor, at) -> new CenterBox(
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
                classes,
                (anchor, at) -> new CenterBox(output[at], output[at + 1], output[at + 2], output[at + 3]));
    }

    private List<Detection> detections(float[] output, int anchors, int classes, BoxReader boxes) {
        if (classes < 1) {
            throw new IllegalArgumentException("classes must be at least 1: " + classes);
        }
        int row = FIRST_CLASS + classes;
        if (output.length != (long) anchors * row) {
            throw new IllegalArgumentException("need " + anchors + " anchors x (5 + " + classes + " classes) = "
                    + (long) anchors * row + " numbers, got " + output.length);
        }
        List<Detection> candidates = new ArrayList<>();
        for (int anchor = 0, at = 0; anchor < anchors; anchor++, at += row) {
            if (output[at + OBJECTNESS] < (float) confidence) {
                continue; // no probability above 1 can lift it
            }
            int best = mostProbable(output, at + FIRST_CLASS, classes);
            float score = output[at + OBJECTNESS] * output[at + FIRST_CLASS + best];
            CenterBox box = boxes.at(anchor, at);
            if (score >= (float) confidence && box.isFinite()) {
                candidates.add(box.detection(best, score));
            }
        }
        return Nms.keep(candidates, iouThreshold);
    }

    private static int mostProbable(float[] output, int from, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (output[from + c] > output[from + best]) {
                best = c;
            }
        }
        return best;
    }

    private interface BoxReader {
        CenterBox at(int anchor, int offset);
    }

    private record CenterBox(double centerX, double centerY, double width, double height) {

        /** A network that has hardly learnt may predict a side beyond all numbers; that is no box. */
        boolean isFinite() {
            return Float.isFinite((float) centerX)
                    && Float.isFinite((float) centerY)
                    && Float.isFinite((float) width)
                    && Float.isFinite((float) height);
        }

        Detection detection(int classId, double score) {
            return new Detection(
                    classId,
                    score,
                    centerX - width / 2,
                    centerY - height / 2,
                    centerX + width / 2,
                    centerY + height / 2);
        }
    }
}
