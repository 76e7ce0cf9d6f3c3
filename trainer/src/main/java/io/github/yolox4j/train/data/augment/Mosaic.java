package io.github.yolox4j.train.data.augment;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageCanvas;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.batch.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Four scenes around the point (x, y) of a canvas twice as wide and high as the network's input: top left, top right,
 * bottom left and bottom right, each scaled as if it alone were letterboxed into the input, with the corner that faces
 * the point on it. What reaches over the canvas is cut off, what nothing covers is grey, {@link Letterbox#PADDING}.
 *
 * @see <a href="https://arxiv.org/abs/2004.10934">Bochkovskiy et al., YOLOv4, 2020</a>
 */
record Mosaic(AnchorGrid input, int x, int y) {

    static final int TILES = 4;

    /** Around a point drawn from the middle quarter of the canvas. */
    static Mosaic draw(AnchorGrid input, SplittableRandom random) {
        int x = (int) (input.width() * (0.5 + random.nextDouble()));
        int y = (int) (input.height() * (0.5 + random.nextDouble()));
        return new Mosaic(input, x, y);
    }

    /** Joins {@value #TILES} scenes. */
    Scene of(List<Scene> scenes) {
        if (scenes.size() != TILES) {
            throw new IllegalArgumentException("a mosaic needs " + TILES + " scenes, got " + scenes.size());
        }
        Frame frame = new Frame(2 * input.width(), 2 * input.height());
        ImageCanvas canvas = new ImageCanvas(frame.width(), frame.height(), Letterbox.PADDING);
        List<LabeledBox> boxes = new ArrayList<>();
        for (int tile = 0; tile < TILES; tile++) {
            Scene scene = scenes.get(tile);
            Letterbox letterbox = Letterbox.of(scene.image(), input.width(), input.height());
            BgrImage scaled = letterbox.scaled(scene.image());
            int left = tile % 2 == 0 ? x - scaled.width() : x;
            int top = tile < 2 ? y - scaled.height() : y;
            canvas.paste(scaled, left, top);
            boxes.addAll(frame.moved(scene.boxes(), letterbox.scale(), left, top));
        }
        return new Scene(canvas.image(), boxes);
    }
}
