package io.github.yolox4j.cli.report;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.data.batch.TrainingSample;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * An image with its objects, and on it the centres of the anchors that each got, in the object's colour: small
 * dots have stride 8, larger ones 16 and 32. The number at an object says how many it got.
 */
public final class AssignmentPicture {

    private static final int CAPTION = 20;
    private static final float GOLDEN_RATIO = 0.618034f;
    private static final double DOT_PER_STRIDE = 0.45;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final BasicStroke BOX = new BasicStroke(2);
    private static final BasicStroke RIM = new BasicStroke(1);

    private AssignmentPicture() {}

    public static BgrImage of(String name, TrainingSample sample, AnchorGrid grid, Assignment assignment) {
        BufferedImage picture = new BufferedImage(grid.width(), grid.height() + CAPTION, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setFont(FONT);
        g.drawString(
                String.format(
                        "%s: %d anchors for %d objects",
                        name, assignment.positives(), sample.boxes().size()),
                4,
                CAPTION - 6);
        g.translate(0, CAPTION);
        g.drawImage(Pictures.of(sample.input()), 0, 0, null);
        int[] anchors = new int[sample.boxes().size()];
        for (int anchor : assignment.foreground()) {
            anchors[assignment.object(anchor)]++;
        }
        for (int i = 0; i < anchors.length; i++) {
            box(g, sample.boxes().get(i), color(i), anchors[i]);
        }
        AnchorTable table = AnchorTable.of(grid);
        for (int anchor : assignment.foreground()) {
            double radius = DOT_PER_STRIDE * table.stride(anchor) / 2 + 1;
            Ellipse2D dot = new Ellipse2D.Double(
                    table.centerX(anchor) - radius, table.centerY(anchor) - radius, 2 * radius, 2 * radius);
            g.setColor(color(assignment.object(anchor)));
            g.fill(dot);
            g.setColor(Color.BLACK);
            g.setStroke(RIM);
            g.draw(dot);
        }
        g.dispose();
        return Pictures.image(picture);
    }

    private static void box(Graphics2D g, TargetObject object, Color color, int anchors) {
        double left = object.box().x1();
        double top = object.box().y1();
        g.setColor(color);
        g.setStroke(BOX);
        g.draw(new Rectangle2D.Double(left, top, object.width(), object.height()));
        String text = Integer.toString(anchors);
        int width = g.getFontMetrics().stringWidth(text) + 4;
        int height = g.getFontMetrics().getHeight();
        g.fillRect((int) left, (int) top, width, height);
        g.setColor(Color.BLACK);
        g.drawString(text, (int) left + 2, (int) top + g.getFontMetrics().getAscent());
    }

    /** Hues that golden-ratio steps keep apart. */
    private static Color color(int object) {
        return Color.getHSBColor(object * GOLDEN_RATIO % 1, 0.75f, 1);
    }
}
