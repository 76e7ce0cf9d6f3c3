package io.github.yolox4j.detection.image.opencv;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Draws detections as boxes labelled "class 0.87" or "class", one colour per class. Letters are OpenCV's own strokes,
 * so that pictures do not depend on the machine's fonts; a letter outside ASCII appears as a question mark.
 *
 * @param classes names by class id
 * @param smallestSide an image whose shorter side has fewer pixels is enlarged by the next whole factor before it is
 *     drawn on; 1 never enlarges
 * @param scores whether labels say the score
 */
public record BoxPainter(List<String> classes, int smallestSide, boolean scores) {

    private static final int FONT = Imgproc.FONT_HERSHEY_SIMPLEX;
    private static final double FONT_SCALE = 0.45;
    private static final int MARGIN = 3;
    private static final int LINE = 2;

    /** So many pixels beyond the edge, no part of a line is seen. */
    private static final double OUT_OF_SIGHT = 2 * LINE;

    private static final double GOLDEN_RATIO = 0.618033988749895;
    private static final Scalar BLACK = new Scalar(0, 0, 0);
    private static final Scalar WHITE = new Scalar(255, 255, 255);

    public BoxPainter {
        classes = List.copyOf(classes);
        if (smallestSide < 1) {
            throw new IllegalArgumentException("smallestSide must be at least 1: " + smallestSide);
        }
    }

    /** Draws on images as large as they are. */
    public static BoxPainter of(List<String> classes) {
        return new BoxPainter(classes, 1, true);
    }

    /** The same painter, with small images enlarged so that labels leave them visible. */
    public BoxPainter withSmallestSide(int pixels) {
        return new BoxPainter(classes, pixels, scores);
    }

    /** The same painter, labelling with the class only: for boxes that somebody has marked. */
    public BoxPainter withoutScores() {
        return new BoxPainter(classes, smallestSide, false);
    }

    /**
     * Draws on a copy, the most certain detection last and thus on top.
     *
     * @param detections in pixels of the image as given
     * @throws IllegalArgumentException if a class id has no name
     */
    public BgrImage draw(BgrImage image, List<Detection> detections) {
        int factor = Math.max(1, -Math.floorDiv(-smallestSide, Math.min(image.width(), image.height())));
        try (Mats mats = new Mats()) {
            Mat canvas = mats.empty();
            Size size = new Size((double) image.width() * factor, (double) image.height() * factor);
            Imgproc.resize(mats.of(image), canvas, size, 0, 0, Imgproc.INTER_NEAREST);
            List<Detection> byScore = detections.stream()
                    .sorted(Comparator.comparingDouble(Detection::score))
                    .toList();
            byScore.forEach(d -> box(canvas, d, factor));
            byScore.forEach(d -> label(canvas, d, factor));
            return Mats.image(canvas);
        }
    }

    private void box(Mat canvas, Detection d, int factor) {
        Point topLeft = near(canvas, d.x1() * factor, d.y1() * factor);
        Point bottomRight = near(canvas, d.x2() * factor - 1, d.y2() * factor - 1);
        Imgproc.rectangle(canvas, topLeft, bottomRight, color(d.classId()), LINE);
    }

    /** The point, or one just out of sight: OpenCV walks along all of a line, and boxes may be millions of pixels wide. */
    private static Point near(Mat canvas, double x, double y) {
        return new Point(near(canvas.cols(), x), near(canvas.rows(), y));
    }

    private static double near(int size, double coordinate) {
        return Math.max(-OUT_OF_SIGHT, Math.min(coordinate, size + OUT_OF_SIGHT));
    }

    private void label(Mat canvas, Detection d, int factor) {
        String text = name(d.classId()) + (scores ? String.format(Locale.ROOT, " %.2f", d.score()) : "");
        int[] descent = new int[1];
        Size size = Imgproc.getTextSize(text, FONT, FONT_SCALE, 1, descent);
        double width = size.width + 2 * MARGIN;
        double height = size.height + descent[0] + 2;
        double left = Math.max(0, Math.min(d.x1() * factor - 1, canvas.cols() - width));
        double above = d.y1() * factor - height;
        double top = above >= 0 ? above : Math.max(0, Math.min(d.y1() * factor, canvas.rows() - height));
        Scalar color = color(d.classId());
        Imgproc.rectangle(canvas, new Point(left, top), new Point(left + width, top + height), color, Imgproc.FILLED);
        Point baseline = new Point(left + MARGIN, top + size.height + 1);
        Imgproc.putText(canvas, text, baseline, FONT, FONT_SCALE, ink(color), 1, Imgproc.LINE_AA, false);
    }

    private String name(int classId) {
        if (classId < 0 || classId >= classes.size()) {
            throw new IllegalArgumentException("class " + classId + " has no name among " + classes);
        }
        return classes.get(classId);
    }

    /** Saturated hues that golden-ratio steps keep apart, with two brightnesses in turn; blue, green, red. */
    private static Scalar color(int classId) {
        double hue = 6 * ((classId * GOLDEN_RATIO) % 1.0);
        double high = classId % 2 == 0 ? 255 : 200;
        return new Scalar(high * ramp(hue + 2), high * ramp(hue + 4), high * ramp(hue));
    }

    /** One channel on the colour wheel of six parts: full around 0, none around 3. */
    private static double ramp(double hue) {
        double fromRed = Math.abs(hue % 6 - 3);
        return Math.max(0, Math.min(1, fromRed - 1));
    }

    private static Scalar ink(Scalar background) {
        double brightness = 0.114 * background.val[0] + 0.587 * background.val[1] + 0.299 * background.val[2];
        return brightness > 110 ? BLACK : WHITE;
    }
}
