package io.github.yolox4j.cli.report;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageCanvas;
import java.util.List;

/**
 * Pictures of one size side by side, row by row.
 *
 * @param columns at least 1
 */
public record ContactSheet(int columns) {

    private static final int GAP = 4;
    private static final int PAPER = 255;

    public ContactSheet {
        if (columns < 1) {
            throw new IllegalArgumentException("a sheet needs at least 1 column, got " + columns);
        }
    }

    /** Joins at least one picture; fewer than the columns make a narrower sheet. */
    public BgrImage of(List<BgrImage> pictures) {
        int width = pictures.get(0).width() + GAP;
        int height = pictures.get(0).height() + GAP;
        int across = Math.min(columns, pictures.size());
        int rows = (pictures.size() + across - 1) / across;
        ImageCanvas sheet = new ImageCanvas(across * width + GAP, rows * height + GAP, PAPER);
        for (int i = 0; i < pictures.size(); i++) {
            sheet.paste(pictures.get(i), GAP + i % across * width, GAP + i / across * height);
        }
        return sheet.image();
    }
}
