package io.github.yolox4j.train.data.shapes;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.batch.Scene;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One image of {@link ShapesDataset}: a background, then 1 to 6 shapes, each over those before it. */
final class ShapesPicture {

    /** Share of each shape's area that shows: inside the image and under no other shape. */
    static final double MIN_VISIBLE = 0.5;

    private static final int MAX_SHAPES = 6;
    private static final int ATTEMPTS = 30;
    private static final double MIN_SIZE = 0.12;
    private static final double MAX_SIZE = 0.45;

    private final int side;
    private final SplittableRandom random;
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final List<Placed> placed = new ArrayList<>();

    /** A shape, its pixels inside the image, and its area in pixels with what the border cuts off. */
    private record Placed(int classId, Shape shape, ShapeMask mask, double fullArea) {

        boolean showsEnough(ShapeMask over) {
            return mask.countWithout(over) >= MIN_VISIBLE * fullArea;
        }
    }

    private ShapesPicture(int side, SplittableRandom random) {
        this.side = side;
        this.random = random;
        this.image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
        this.graphics = image.createGraphics();
    }

    static Scene draw(int side, SplittableRandom random) {
        ShapesPicture picture = new ShapesPicture(side, random);
        try {
            picture.background();
            picture.shapes();
        } finally {
            picture.graphics.dispose();
        }
        picture.noise(4 + random.nextInt(8));
        byte[] pixels = ((DataBufferByte) picture.image.getRaster().getDataBuffer()).getData();
        List<LabeledBox> boxes =
                picture.placed.stream().map(p -> p.mask().box(p.classId())).toList();
        return new Scene(new BgrImage(side, side, pixels), boxes);
    }

    private void background() {
        Color from = color(0.1, 0.5, 0.2, 0.9);
        Color to = color(0.1, 0.5, 0.2, 0.9);
        float x = random.nextInt(side);
        float y = random.nextInt(side);
        graphics.setPaint(new GradientPaint(x, 0, from, side - x, y + side / 2f, to, true));
        graphics.fillRect(0, 0, side, side);
        noise(10 + random.nextInt(25));
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /** Adds an independent number between plus and minus {@code level} to every channel of every pixel. */
    private void noise(int level) {
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            int value = (pixels[i] & 0xff) + random.nextInt(-level, level + 1);
            pixels[i] = (byte) Math.max(0, Math.min(255, value));
        }
    }

    private void shapes() {
        int wanted = 1 + random.nextInt(MAX_SHAPES);
        for (int attempt = 0; placed.isEmpty() || attempt < ATTEMPTS && placed.size() < wanted; attempt++) {
            Placed next = place();
            if (next.showsEnough(ShapeMask.empty(side))
                    && IntStream.range(0, placed.size())
                            .allMatch(i -> placed.get(i).showsEnough(coverOf(i, next)))) {
                placed.add(next);
                paint(next.shape());
            }
        }
    }

    /** What lies over shape {@code i} once another one is on top. */
    private ShapeMask coverOf(int i, Placed next) {
        ShapeMask cover = next.mask();
        for (Placed above : placed.subList(i + 1, placed.size())) {
            cover = cover.or(above.mask());
        }
        return cover;
    }

    private Placed place() {
        int classId = random.nextInt(ShapesDataset.CLASSES.size());
        double size = side * random.nextDouble(MIN_SIZE, MAX_SIZE);
        double cx = side * random.nextDouble(-0.05, 1.05);
        double cy = side * random.nextDouble(-0.05, 1.05);
        double turn = random.nextDouble(2 * Math.PI);
        Shape shape;
        double area;
        switch (ShapesDataset.CLASSES.get(classId)) {
            case "circle" -> {
                shape = new Ellipse2D.Double(cx - size / 2, cy - size / 2, size, size);
                area = Math.PI * size * size / 4;
            }
            case "square" -> {
                double edge = size * 0.85; // turned, it extends as far as the others
                double tilt =
                        (turn - Math.PI) / 9; // at most 20 degrees: what the border leaves of a diamond is a triangle
                shape = polygon(4, cx, cy, edge / Math.sqrt(2), Math.PI / 4 + tilt);
                area = edge * edge;
            }
            default -> {
                double radius = size * 0.58;
                shape = polygon(3, cx, cy, radius, turn);
                area = 0.75 * Math.sqrt(3) * radius * radius;
            }
        }
        return new Placed(classId, shape, ShapeMask.of(shape, side), area);
    }

    /** A regular polygon by the radius of its corners and the angle of the first. */
    private static Shape polygon(int corners, double cx, double cy, double radius, double turn) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < corners; i++) {
            double angle = turn + 2 * Math.PI * i / corners;
            double x = cx + radius * StrictMath.cos(angle);
            double y = cy + radius * StrictMath.sin(angle);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
    }

    private void paint(Shape shape) {
        Color fill = color(0.45, 1.0, 0.35, 1.0);
        Color other = color(0.3, 1.0, 0.2, 1.0);
        Rectangle2D bounds = shape.getBounds2D();
        graphics.setPaint(fill);
        graphics.fill(shape);
        graphics.setClip(shape);
        graphics.setPaint(other);
        int step = 4 + random.nextInt(5);
        switch (random.nextInt(5)) {
            case 0 -> stripes(bounds, step);
            case 1 -> checks(bounds, step);
            case 2 -> dots(bounds, step + 2);
            case 3 -> {
                graphics.setPaint(new GradientPaint(
                        (float) bounds.getMinX(),
                        (float) bounds.getMinY(),
                        fill,
                        (float) bounds.getMaxX(),
                        (float) bounds.getMaxY(),
                        other));
                graphics.fill(shape);
            }
            default -> {
                // Plain.
            }
        }
        graphics.setClip(null);
        if (random.nextBoolean()) {
            graphics.setPaint(fill.darker().darker());
            graphics.setStroke(new BasicStroke(1.2f));
            graphics.draw(shape);
        }
    }

    private void stripes(Rectangle2D bounds, int step) {
        boolean across = random.nextBoolean();
        for (double at = 0; at < Math.max(bounds.getWidth(), bounds.getHeight()); at += 2 * step) {
            graphics.fill(
                    across
                            ? new Rectangle2D.Double(bounds.getX(), bounds.getY() + at, bounds.getWidth(), step)
                            : new Rectangle2D.Double(bounds.getX() + at, bounds.getY(), step, bounds.getHeight()));
        }
    }

    private void checks(Rectangle2D bounds, int step) {
        for (int row = 0; row * step < bounds.getHeight(); row++) {
            for (int column = row % 2; column * step < bounds.getWidth(); column += 2) {
                graphics.fill(
                        new Rectangle2D.Double(bounds.getX() + column * step, bounds.getY() + row * step, step, step));
            }
        }
    }

    private void dots(Rectangle2D bounds, int step) {
        for (double y = 0; y < bounds.getHeight(); y += step) {
            for (double x = 0; x < bounds.getWidth(); x += step) {
                graphics.fill(new Ellipse2D.Double(bounds.getX() + x, bounds.getY() + y, step * 0.5, step * 0.5));
            }
        }
    }

    /** Any hue, with saturation and brightness between these bounds. */
    private Color color(double minSaturation, double maxSaturation, double minBrightness, double maxBrightness) {
        return Color.getHSBColor(
                (float) random.nextDouble(), (float) random.nextDouble(minSaturation, maxSaturation), (float)
                        random.nextDouble(minBrightness, maxBrightness));
    }
}
