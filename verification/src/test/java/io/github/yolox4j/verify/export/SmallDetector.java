package io.github.yolox4j.verify.export;

import io.github.yolox4j.export.ModelMetadata;
import io.github.yolox4j.export.ModelMetadata.Decode;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.image.BgrImage;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;

/** A network of random weights whose predictions differ from anchor to anchor, so that there is something to compare. */
record SmallDetector(YoloxConfig config, Weights weights, AnchorGrid grid) {

    static final List<String> CLASSES = List.of("circle", "square", "triangle");

    /** At fresh weights every score is about 0.0001: the last layers are drawn larger and without their bias. */
    static SmallDetector of(YoloxConfig.Size size, AnchorGrid grid) {
        YoloxConfig config = YoloxConfig.of(size).withClasses(CLASSES.size());
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 1);
        weights.values().forEach((name, array) -> {
            if (name.matches("head\\.(obj|cls)_preds\\..*")) {
                array.muli(name.endsWith("bias") ? 0 : 40);
            } else if (name.matches("head\\.reg_preds\\..*")) {
                array.muli(5);
            }
        });
        return new SmallDetector(config, weights, grid);
    }

    ModelMetadata facts(Decode form) {
        return ModelMetadata.ofDetector(CLASSES, grid.height(), grid.width(), form, "box=iou");
    }

    /** Noise in blocks, of a size that fits no input. */
    List<BgrImage> images(int count) {
        Random random = new Random(5);
        List<BgrImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int width = 70;
            int height = 45;
            byte[] pixels = new byte[3 * width * height];
            byte[] blocks = new byte[3 * 12 * 8];
            random.nextBytes(blocks);
            for (int p = 0; p < pixels.length; p++) {
                int x = p / 3 % width;
                int y = p / 3 / width;
                pixels[p] = blocks[(y / 6 * 12 + x / 6) * 3 + p % 3];
            }
            images.add(new BgrImage(width, height, pixels));
        }
        return images;
    }
}
