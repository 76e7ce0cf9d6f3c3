package io.github.yolox4j.cli.report;

import io.github.yolox4j.detection.file.WholeFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Charts of one size in rows and columns, written as one PNG file. */
public final class ChartSheet {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 420;

    /** Small, so that numbers of three digits do not touch. */
    private static final Font LABELS = new Font(Font.SANS_SERIF, Font.PLAIN, 9);

    private final BufferedImage image;
    private final Graphics2D graphics;

    public ChartSheet(int columns, int rows) {
        image = new BufferedImage(WIDTH * columns, HEIGHT * rows, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
    }

    /** An empty chart that fits the sheet. */
    public static XYChart chart(String xTitle, String yTitle) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        chart.getStyler().setAxisTickLabelsFont(LABELS);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        return chart;
    }

    static CategoryChart bars(String xTitle, String yTitle) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        return chart;
    }

    /** Draws a chart at its place, counted from 0. */
    public void add(Chart<?, ?> chart, int column, int row) {
        graphics.drawImage(BitmapEncoder.getBufferedImage(chart), column * WIDTH, row * HEIGHT, null);
    }

    public void write(Path file) throws IOException {
        graphics.dispose();
        WholeFile.write(file, out -> ImageIO.write(image, "png", out));
    }
}
