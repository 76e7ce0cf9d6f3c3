package io.github.yolox4j.cli.dataset;

import io.github.yolox4j.cli.file.Inputs;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageCanvas;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** A sheet of pictures made from the images of a split. */
final class SheetOptions {

    private static final int GAP = 4;
    private static final int PAPER = 255;

    @Option(
            names = "--split",
            defaultValue = "train",
            paramLabel = "NAME",
            description = "Split to show (default: ${DEFAULT-VALUE}).")
    private String split;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The PNG or JPEG file to write.")
    private Path output;

    @Option(
            names = "--count",
            defaultValue = "12",
            paramLabel = "N",
            description = "Number of images, starting with the first of the split. If there are fewer, show "
                    + "starts again from the first; assign stops (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--columns",
            defaultValue = "4",
            paramLabel = "N",
            description = "Images per row (default: ${DEFAULT-VALUE}).")
    private int columns;

    /** Fails if there would be nothing on the sheet, or if it would replace one of the images. */
    void check(Dataset images) throws IOException {
        if (count < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "--count and --columns must be at least 1, got " + count + " and " + columns);
        }
        Inputs.of(images.samples().stream().map(Sample::image).toList()).refuseAsOutput(output);
    }

    String split() {
        return split;
    }

    int count() {
        return count;
    }

    Path output() {
        return output;
    }

    void write(List<BgrImage> pictures) throws IOException {
        ImageFiles.write(sheet(pictures), output);
    }

    /** Pictures of one size side by side, row by row; fewer than the columns make a narrower sheet. */
    private BgrImage sheet(List<BgrImage> pictures) {
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
