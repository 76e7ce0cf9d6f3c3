package io.github.yolox4j.train.data.yolo;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.image.ImageSize;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One line of a YOLO label file. Rows of detection have five numbers, {@code class cx cy width height}; those of other
 * tasks are read as the box that they mean:
 *
 * <ul>
 *   <li>6 numbers: a box, then a confidence or the number of a track, which is left out; 7: both
 *   <li>9 numbers: the four corners of an oriented box; 7, 11, 13, ... numbers: a polygon. The box around them
 *   <li>8, 11, 14, ... numbers whose every third after the box is 0, 1 or 2: keypoints, which are left out. An odd
 *       count without a 2 among these could be a polygon too, and is refused
 *   <li>any count, if the dataset says that it has keypoints: a box, and what is left out
 * </ul>
 *
 * @param number of the class
 * @param box in pixels
 */
record YoloRow(int number, Box box) {

    private static final int BOX = 5;

    /** How far outside of the image a fraction may lie that rounding or a tool put there; beyond are pixels. */
    private static final double OUTSIDE = 0.5;

    /**
     * Reads a line.
     *
     * @param where the file and the number of the line
     * @param hasKeypoints whether the dataset says that boxes have keypoints after them
     * @throws IOException if its meaning is not certain
     */
    static YoloRow parse(String text, String where, ImageSize size, boolean hasKeypoints, Findings findings)
            throws IOException {
        List<String> parts = Arrays.asList(text.split("\\s+"));
        if (parts.size() < BOX) {
            throw new IOException(
                    where + ": needs 5 numbers, class cx cy width height, got " + parts.size() + " in '" + text + "'");
        }
        int number = number(parts.get(0), where, findings);
        if (hasKeypoints || hasBox(parts, where)) {
            if (parts.size() > BOX) {
                findings.tell(
                        ProblemKind.OTHER_SHAPE,
                        where + ": read the box, left out the " + (parts.size() - BOX) + " numbers after it");
            }
            double[] box = fractions(parts.subList(1, BOX), where, findings);
            return new YoloRow(
                    number,
                    Box.ofCenter(
                            box[0] * size.width(),
                            box[1] * size.height(),
                            box[2] * size.width(),
                            box[3] * size.height()));
        }
        double[] points = fractions(parts.subList(1, parts.size()), where, findings);
        findings.tell(
                ProblemKind.OTHER_SHAPE, where + ": read the box around a polygon of " + points.length / 2 + " points");
        return new YoloRow(number, around(points, size));
    }

    /** Whether the numbers after the class begin with a box; else they are points. */
    private static boolean hasBox(List<String> parts, String where) throws IOException {
        int more = parts.size() - BOX;
        if (more <= 1 || more == 2 && parts.get(BOX + 1).matches("[2-9]|[1-9]\\d+")) {
            return true;
        }
        if (more == 2 && parts.get(BOX + 1).matches("[01]")) {
            throw new IOException(where + ": may be a box with a confidence and track " + parts.get(BOX + 1)
                    + ", or a polygon of 3 points; write its last number as 1.0 if it is a fraction");
        }
        List<String> visibilities = IntStream.iterate(BOX + 2, i -> i < parts.size(), i -> i + 3)
                .mapToObj(parts::get)
                .toList();
        boolean keypoints =
                more % 3 == 0 && visibilities.stream().allMatch(visibility -> visibility.matches("[012](\\.0*)?"));
        boolean isSure =
                parts.size() % 2 == 0 || visibilities.stream().anyMatch(visibility -> visibility.startsWith("2"));
        if (keypoints && !isSure) {
            throw new IOException(
                    where + ": may be a box with keypoints or a polygon; 'kpt_shape' in data.yaml says that "
                            + "the rows have keypoints");
        }
        if (!keypoints && parts.size() % 2 == 0) {
            throw new IOException(where + ": " + parts.size() + " numbers are neither a box (class cx cy width height),"
                    + " nor a polygon (class x1 y1 x2 y2 ...), nor a box with keypoints (x y visibility)");
        }
        return keypoints;
    }

    private static Box around(double[] points, ImageSize size) {
        double[] xs = IntStream.range(0, points.length / 2)
                .mapToDouble(i -> points[2 * i])
                .sorted()
                .toArray();
        double[] ys = IntStream.range(0, points.length / 2)
                .mapToDouble(i -> points[2 * i + 1])
                .sorted()
                .toArray();
        return new Box(
                xs[0] * size.width(),
                ys[0] * size.height(),
                xs[xs.length - 1] * size.width(),
                ys[ys.length - 1] * size.height());
    }

    private static int number(String text, String where, Findings findings) throws IOException {
        if (!text.matches("-?\\d{1,9}(\\.0*)?")) {
            throw new IOException(where + ": the class must be a whole number, is '" + text + "'");
        }
        int number = (int) Double.parseDouble(text);
        if (text.contains(".")) {
            findings.tell(ProblemKind.CLASS_WITH_FRACTION, where + ": class '" + text + "' is " + number);
        }
        return number;
    }

    private static double[] fractions(List<String> parts, String where, Findings findings) throws IOException {
        double[] values = new double[parts.size()];
        for (int i = 0; i < values.length; i++) {
            String text = parts.get(i);
            try {
                values[i] = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new IOException(where + ": '" + text + "' is not a number", e);
            }
            if (!(values[i] >= -OUTSIDE && values[i] <= 1 + OUTSIDE)) {
                throw new IOException(where + ": " + text + " must be a fraction of the image, between 0 and 1");
            }
            if (values[i] < 0 || values[i] > 1) {
                findings.tell(
                        ProblemKind.FRACTION_OUTSIDE, where + ": " + text + " is a little outside of 0 to 1, kept");
            }
        }
        return values;
    }
}
