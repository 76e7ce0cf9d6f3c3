package io.github.yolox4j.train.data.augment;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.batch.Augmentation;
import io.github.yolox4j.train.data.batch.Scene;
import io.github.yolox4j.train.data.batch.SceneSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The reference's augmentation: a mosaic of the image and three others, a random affine part of it, mixed up with one
 * more; then HSV jitter and flips. An image that gets no mosaic gets the last two only. A probability of 0 switches a
 * part off, and draws no random number.
 *
 * @param mosaicProbability that an image becomes part of a mosaic
 * @param affine part of the mosaic
 * @param mixupProbability that a mosaic with objects is mixed up with a further image, one that has objects too
 * @param hsvProbability that an image's colours are moved, see {@link HsvJitter}
 * @param flipProbability that left and right are exchanged
 * @param verticalFlipProbability that top and bottom are exchanged; the reference has no such flip
 */
public record AugmentationRecipe(
        double mosaicProbability,
        RandomAffine affine,
        double mixupProbability,
        ScaleRange mixupScale,
        double hsvProbability,
        double flipProbability,
        double verticalFlipProbability)
        implements Augmentation {

    /** Objects of a scene that count. */
    private static final int MOST_BOXES = 120;

    private static final ScaleRange NEAR_ONE = new ScaleRange(0.5, 1.5);

    /** The reference's defaults, for networks of size s and larger. */
    public static final AugmentationRecipe REFERENCE =
            new AugmentationRecipe(1, new RandomAffine(10, 0.1, new ScaleRange(0.1, 2), 2), 1, NEAR_ONE, 1, 0.5, 0);

    /** Colours and flip only. */
    public static final AugmentationRecipe LIGHT = REFERENCE.withoutMixing();

    /** Leaves images as they are. */
    public static final AugmentationRecipe NONE = LIGHT.withHsvProbability(0).withFlipProbability(0);

    public AugmentationRecipe {
        Chance.check("mosaic probability", mosaicProbability);
        Chance.check("mixup probability", mixupProbability);
        Chance.check("HSV probability", hsvProbability);
        Chance.check("flip probability", flipProbability);
        Chance.check("vertical flip probability", verticalFlipProbability);
    }

    /**
     * The reference's for a network: narrower than s, no mixup and a mosaic of scale 0.5 to 1.5; as narrow as nano, a
     * mosaic every second time only.
     */
    public static AugmentationRecipe of(YoloxConfig model) {
        if (model.width() >= YoloxConfig.of(YoloxConfig.Size.S).width()) {
            return REFERENCE;
        }
        AugmentationRecipe small = REFERENCE.withMixupProbability(0).withAffine(REFERENCE.affine.withScale(NEAR_ONE));
        boolean isNano = model.width() <= YoloxConfig.of(YoloxConfig.Size.NANO).width();
        return isNano ? small.withMosaicProbability(0.5) : small;
    }

    /** For the last epochs: no mosaic, no mixup. */
    public AugmentationRecipe withoutMixing() {
        return withMosaicProbability(0).withMixupProbability(0);
    }

    @Override
    public Scene apply(int index, SceneSource scenes, AnchorGrid input, SplittableRandom random) throws IOException {
        Scene scene =
                Chance.of(mosaicProbability, random) ? combined(index, scenes, input, random) : scenes.scene(index);
        if (Chance.of(hsvProbability, random)) {
            scene = HsvJitter.REFERENCE.apply(scene, random);
        }
        if (Chance.of(flipProbability, random)) {
            scene = scene.mirrored();
        }
        return Chance.of(verticalFlipProbability, random) ? scene.mirroredVertically() : scene;
    }

    @Override
    public int mostBoxes() {
        return MOST_BOXES;
    }

    private Scene combined(int index, SceneSource scenes, AnchorGrid input, SplittableRandom random)
            throws IOException {
        Mosaic mosaic = Mosaic.draw(input, random);
        List<Scene> tiles = new ArrayList<>();
        tiles.add(scenes.scene(index));
        while (tiles.size() < Mosaic.TILES) {
            tiles.add(scenes.scene(random.nextInt(scenes.size())));
        }
        Scene part = affine.apply(mosaic.of(tiles), new Frame(input.width(), input.height()), random);
        if (!hasObjects(part.boxes()) || !Chance.of(mixupProbability, random)) {
            return part;
        }
        Scene other = scenes.scene(withObjects(scenes, random));
        return new MixUp(mixupScale).of(part, other, random);
    }

    /** Some image has objects, the one that is mixed up with this: the draws come to an end. */
    private static int withObjects(SceneSource scenes, SplittableRandom random) {
        int index = random.nextInt(scenes.size());
        while (!hasObjects(scenes.boxes(index))) {
            index = random.nextInt(scenes.size());
        }
        return index;
    }

    private static boolean hasObjects(List<LabeledBox> boxes) {
        return boxes.stream().anyMatch(box -> !box.crowd());
    }

    public AugmentationRecipe withMosaicProbability(double other) {
        return new AugmentationRecipe(
                other, affine, mixupProbability, mixupScale, hsvProbability, flipProbability, verticalFlipProbability);
    }

    public AugmentationRecipe withAffine(RandomAffine other) {
        return new AugmentationRecipe(
                mosaicProbability,
                other,
                mixupProbability,
                mixupScale,
                hsvProbability,
                flipProbability,
                verticalFlipProbability);
    }

    public AugmentationRecipe withMixupProbability(double other) {
        return new AugmentationRecipe(
                mosaicProbability, affine, other, mixupScale, hsvProbability, flipProbability, verticalFlipProbability);
    }

    public AugmentationRecipe withHsvProbability(double other) {
        return new AugmentationRecipe(
                mosaicProbability,
                affine,
                mixupProbability,
                mixupScale,
                other,
                flipProbability,
                verticalFlipProbability);
    }

    public AugmentationRecipe withFlipProbability(double other) {
        return new AugmentationRecipe(
                mosaicProbability,
                affine,
                mixupProbability,
                mixupScale,
                hsvProbability,
                other,
                verticalFlipProbability);
    }

    public AugmentationRecipe withVerticalFlipProbability(double other) {
        return new AugmentationRecipe(
                mosaicProbability, affine, mixupProbability, mixupScale, hsvProbability, flipProbability, other);
    }

    /** The parts that are switched on, with their numbers. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (mosaicProbability > 0) {
            parts.add("mosaic " + mosaicProbability + " (" + affine + ")");
            if (mixupProbability > 0) {
                parts.add("mixup " + mixupProbability + " (scale " + mixupScale + ")");
            }
        }
        if (hsvProbability > 0) {
            parts.add("HSV " + hsvProbability);
        }
        if (flipProbability > 0) {
            parts.add("flip " + flipProbability);
        }
        if (verticalFlipProbability > 0) {
            parts.add("vertical flip " + verticalFlipProbability);
        }
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }
}
