package io.github.yolox4j.cli.report;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.eval.GroundTruthBox;
import io.github.yolox4j.train.eval.ImageReview;
import io.github.yolox4j.train.eval.ScoredBox;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Images side by side with what a detector made of them: right detections thin and green, missed objects red,
 * false detections orange and dashed. An object under the wrong name is both of the latter.
 */
public final class ReviewSheet {

    private static final int COLUMNS = 3;
    private static final int TILE = 400;
    private static final int CAPTION = 22;
    private static final int GAP = 6;
    private static final Color RIGHT = new Color(0x2ca02c);
    private static final Color MISSED = new Color(0xe31a1c);
    private static final Color FALSE = new Color(0xff7f00);
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final BasicStroke THIN = new BasicStroke(1.5f);
    private static final BasicStroke THICK = new BasicStroke(2.5f);
    private static final BasicStroke DASHED =
            new BasicStroke(2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {7, 4}, 0);

    private final Dataset dataset;
    private final Map<Integer, String> names;

    ReviewSheet(Dataset dataset) {
        this.dataset = dataset;
        this.names = Tables.names(dataset);
    }

    BufferedImage of(List<ImageReview> reviews) throws IOException {
        int across = Math.min(COLUMNS, reviews.size());
        List<Row> rows = rows(reviews, across);
        int height = rows.stream().mapToInt(Row::height).sum() + GAP;
        BufferedImage sheet = new BufferedImage(across * (TILE + GAP) + GAP, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        g.setFont(FONT);
        int top = GAP;
        for (Row row : rows) {
            for (int i = 0; i < row.reviews().size(); i++) {
                Graphics2D tile = (Graphics2D) g.create(GAP + i * (TILE + GAP), top, TILE, row.height());
                draw(tile, row.reviews().get(i));
                tile.dispose();
            }
            top += row.height();
        }
        g.dispose();
        return sheet;
    }

    /** Images side by side; the height, caption and gap included, is that of the tallest. */
    private record Row(List<ImageReview> reviews, int height) {}

    private List<Row> rows(List<ImageReview> reviews, int across) {
        List<Row> rows = new ArrayList<>();
        for (int from = 0; from < reviews.size(); from += across) {
            List<ImageReview> row = reviews.subList(from, Math.min(from + across, reviews.size()));
            double tallest = row.stream()
                    .map(this::sample)
                    .mapToDouble(sample -> scale(sample.width(), sample.height()) * sample.height())
                    .max()
                    .orElseThrow();
            rows.add(new Row(row, CAPTION + (int) Math.round(tallest) + GAP));
        }
        return rows;
    }

    private Sample sample(ImageReview review) {
        return dataset.samples().get(Math.toIntExact(review.imageId()));
    }

    private static double scale(int width, int height) {
        return Math.min(TILE / (double) width, TILE / (double) height);
    }

    private void draw(Graphics2D g, ImageReview review) throws IOException {
        Sample sample = sample(review);
        BufferedImage image = Pictures.of(ImageFiles.read(sample.image()));
        double scale = scale(image.getWidth(), image.getHeight());
        g.setColor(Color.BLACK);
        g.drawString(
                String.format(
                        "%s: %d objects, %d missed, %d false",
                        sample.id(), sample.boxes().size(), review.missedCount(), review.falseCount()),
                2,
                CAPTION - 7);
        g.translate(0, CAPTION);
        g.drawImage(
                image,
                0,
                0,
                (int) Math.round(image.getWidth() * scale),
                (int) Math.round(image.getHeight() * scale),
                null);
        for (ImageReview.Pair pair : review.pairs()) {
            if (pair.agrees()) {
                box(g, pair.detection(), scale, RIGHT, THIN);
            } else {
                missed(g, pair.object(), scale);
                unfounded(g, pair.detection(), scale);
            }
        }
        review.missed().forEach(object -> missed(g, object, scale));
        review.unfounded().forEach(detection -> unfounded(g, detection, scale));
    }

    private void missed(Graphics2D g, GroundTruthBox o, double scale) {
        Rectangle2D box = rectangle(o.box(), scale);
        g.setColor(MISSED);
        g.setStroke(THICK);
        g.draw(box);
        label(g, names.get(o.categoryId()), box, box.getMinY());
    }

    private void unfounded(Graphics2D g, ScoredBox d, double scale) {
        Rectangle2D box = box(g, d, scale, FALSE, DASHED);
        String text = String.format(Locale.ROOT, "%s %.2f", names.get(d.categoryId()), d.score());
        label(g, text, box, box.getMaxY() - g.getFontMetrics().getHeight());
    }

    /**
     * Draws what lies in the tile of a box: untrained networks find boxes of any size, which Java cannot draw
     * in dashes.
     */
    private static Rectangle2D box(Graphics2D g, ScoredBox d, double scale, Color color, BasicStroke stroke) {
        Rectangle2D box = rectangle(d.box(), scale)
                .createIntersection(new Rectangle2D.Double(-GAP, -GAP, TILE + 2 * GAP, TILE + 2 * GAP));
        g.setColor(color);
        g.setStroke(stroke);
        g.draw(box);
        return box;
    }

    private static Rectangle2D rectangle(Box box, double scale) {
        return new Rectangle2D.Double(box.x1() * scale, box.y1() * scale, box.width() * scale, box.height() * scale);
    }

    /** Writes on a ground of the colour that is set. */
    private static void label(Graphics2D g, String text, Rectangle2D box, double top) {
        Color color = g.getColor();
        int height = g.getFontMetrics().getHeight();
        int width = g.getFontMetrics().stringWidth(text) + 4;
        int x = (int) Math.max(0, Math.min(box.getMinX(), TILE - width));
        int y = (int) Math.max(0, top);
        g.fillRect(x, y, width, height);
        g.setColor(Color.WHITE);
        g.drawString(text, x + 2, y + g.getFontMetrics().getAscent());
        g.setColor(color);
    }
}
