package io.github.yolox4j.export.sample;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A network of random weights whose predictions differ from anchor to anchor, so that there is something to compare.
 */
public record LivelyDetector(YoloxConfig config, Weights weights, AnchorGrid grid) {

    public static final List<String> CLASSES = List.of("circle", "square", "triangle");

    /**
     * At fresh weights the signal fades from layer to layer and every score is about 0.0001. So all layers are scaled
     * up, and the last ones so that box numbers lie within 1 and logits within 6 or so.
     */
    public static LivelyDetector of(YoloxConfig.Size size, AnchorGrid grid) {
        YoloxConfig config = YoloxConfig.of(size).withClasses(CLASSES.size());
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 1);
        LivelyDetector detector = new LivelyDetector(config, weights, grid);
        detector.scale("(?!head\\..*_preds).*conv\\.weight", 2);
        detector.scale("head\\..*_preds.*bias", 0);
        double largest = detector.largestBoxNumber();
        detector.scale("head\\.reg_preds.*weight", 1 / largest);
        detector.scale("head\\.(obj|cls)_preds.*weight", 6 / largest);
        return detector;
    }

    private void scale(String names, double factor) {
        weights.values().forEach((name, array) -> {
            if (name.matches(names)) {
                array.muli(factor);
            }
        });
    }

    private double largestBoxNumber() {
        int row = 5 + CLASSES.size();
        double[] raw = new Networks(config, weights)
                .output(grid, YoloxGraph.RAW, Networks.letterboxed(images(1), grid))
                .data()
                .asDouble();
        return IntStream.range(0, raw.length)
                .filter(i -> i % row < 4)
                .mapToDouble(i -> Math.abs(raw[i]))
                .max()
                .orElseThrow();
    }

    public ModelMetadata facts(Form form) {
        return ModelMetadata.ofDetector(CLASSES, grid.height(), grid.width(), form, "box=iou");
    }

    /** Noise in blocks, of a size that fits no input. */
    public List<BgrImage> images(int count) {
        return images(count, 70, 45);
    }

    public List<BgrImage> images(int count, int width, int height) {
        Random random = new Random(5);
        List<BgrImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[3 * width * height];
            int columns = width / 6 + 1;
            byte[] blocks = new byte[3 * columns * (height / 6 + 1)];
            random.nextBytes(blocks);
            for (int p = 0; p < pixels.length; p++) {
                int x = p / 3 % width;
                int y = p / 3 / width;
                pixels[p] = blocks[(y / 6 * columns + x / 6) * 3 + p % 3];
            }
            images.add(new BgrImage(width, height, pixels));
        }
        return images;
    }
}
