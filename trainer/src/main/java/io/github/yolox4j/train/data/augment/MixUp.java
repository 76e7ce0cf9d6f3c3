package io.github.yolox4j.train.data.augment;

import io.github.yolox4j.detection.image.ImageCanvas;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.batch.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Lays a second scene over one, both half transparent; the boxes of both count in full. The second is letterboxed to
 * the size of the first, scaled by a random factor, mirrored every second time, and cut at a random place where it is
 * larger; where it is smaller the rest is black.
 *
 * @see <a href="https://arxiv.org/abs/1710.09412">Zhang et al., mixup, ICLR 2018</a>
 */
record MixUp(ScaleRange scale) {

    private static final int BLACK = 0;

    /** The first scene, of the input's size, with the second over it. */
    Scene of(Scene first, Scene second, SplittableRandom random) {
        Frame frame = new Frame(first.image().width(), first.image().height());
        Scene other = resized(second, frame, scale.draw(random));
        if (random.nextBoolean()) {
            other = other.mirrored();
        }
        int right = offset(other.image().width() - frame.width(), random);
        int down = offset(other.image().height() - frame.height(), random);
        ImageCanvas cut = new ImageCanvas(frame.width(), frame.height(), BLACK).paste(other.image(), -right, -down);
        List<LabeledBox> boxes = new ArrayList<>(first.boxes());
        boxes.addAll(frame.moved(other.boxes(), 1, -right, -down));
        return new Scene(first.image().blended(cut.image()), boxes);
    }

    private static Scene resized(Scene scene, Frame frame, double factor) {
        Letterbox letterbox = Letterbox.of(scene.image(), frame.width(), frame.height());
        Frame larger =
                new Frame(Math.max(1, (int) (frame.width() * factor)), Math.max(1, (int) (frame.height() * factor)));
        return new Scene(
                letterbox.apply(scene.image()).resized(larger.width(), larger.height()),
                larger.moved(scene.boxes(), letterbox.scale() * factor, 0, 0));
    }

    /** A place for the cut, below {@code excess} if there is any. */
    private static int offset(int excess, SplittableRandom random) {
        return excess > 0 ? random.nextInt(excess) : 0;
    }
}
