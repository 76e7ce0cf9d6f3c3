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
 * more; then HSV jitter and flip. An image that gets no mosaic gets the last two only. A probability of 0 switches a
 * part off.
 *
 * @param mosaicProbability that an image becomes part of a mosaic
 * @param mosaicScale of the mosaic, in the affine map
 * @param degrees of rotation of a mosaic, to either side
 * @param translate shift of a mosaic, as a share of the input, to either side
 * @param shear of a mosaic in degrees, to either side
 * @param mixupProbability that a mosaic with objects is mixed up with a further image, one that has objects too
 * @param mixupScale of that image
 * @param hsvProbability that an image's colours are moved, see {@link HsvJitter}
 * @param flipProbability that an image is mirrored
 */
public record AugmentationRecipe(
        double mosaicProbability,
        ScaleRange mosaicScale,
        double degrees,
        double translate,
        double shear,
        double mixupProbability,
        ScaleRange mixupScale,
        double hsvProbability,
        double flipProbability)
        implements Augmentation {

    /** Objects of a scene that count. */
    private static final int MOST_BOXES = 120;

    /** Degrees; the tangent of 90 has no value. */
    private static final double LARGEST_SHEAR = 80;

    private static final ScaleRange NEAR_ONE = new ScaleRange(0.5, 1.5);

    /** The reference's defaults, for networks of size s and larger. */
    public static final AugmentationRecipe REFERENCE =
            new AugmentationRecipe(1, new ScaleRange(0.1, 2), 10, 0.1, 2, 1, NEAR_ONE, 1, 0.5);

    /** Colours and flip only. */
    public static final AugmentationRecipe LIGHT = REFERENCE.withoutMixing();

    /** Leaves images as they are. */
    public static final AugmentationRecipe NONE = LIGHT.withHsvProbability(0).withFlipProbability(0);

    public AugmentationRecipe {
        Chance.check("mosaic probability", mosaicProbability);
        Chance.check("mixup probability", mixupProbability);
        Chance.check("HSV probability", hsvProbability);
        Chance.check("flip probability", flipProbability);
        within("degrees", degrees, 180);
        within("translate", translate, 1);
        within("shear", shear, LARGEST_SHEAR);
    }

    private static void within(String name, double value, double largest) {
        if (!(value >= 0 && value <= largest)) {
            throw new IllegalArgumentException(name + " must be between 0 and " + largest + ": " + value);
        }
    }

    /**
     * The reference's for a network: narrower than s, no mixup and a mosaic of scale 0.5 to 1.5; as narrow as nano, a
     * mosaic every second time only.
     */
    public static AugmentationRecipe of(YoloxConfig model) {
        if (model.width() >= YoloxConfig.of(YoloxConfig.Size.S).width()) {
            return REFERENCE;
        }
        AugmentationRecipe small = REFERENCE.withMixupProbability(0).withMosaicScale(NEAR_ONE);
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
        scene = HsvJitter.of(hsvProbability).apply(scene, random);
        return new HorizontalFlip(flipProbability).apply(scene, random);
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
        Scene part = new RandomAffine(input.width(), input.height(), degrees, translate, mosaicScale, shear)
                .apply(mosaic.of(tiles), random);
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
                other,
                mosaicScale,
                degrees,
                translate,
                shear,
                mixupProbability,
                mixupScale,
                hsvProbability,
                flipProbability);
    }

    public AugmentationRecipe withMosaicScale(ScaleRange other) {
        return new AugmentationRecipe(
                mosaicProbability,
                other,
                degrees,
                translate,
                shear,
                mixupProbability,
                mixupScale,
                hsvProbability,
                flipProbability);
    }

    public AugmentationRecipe withDegrees(double other) {
        return new AugmentationRecipe(
                mosaicProbability,
                mosaicScale,
                other,
                translate,
                shear,
                mixupProbability,
                mixupScale,
                hsvProbability,
                flipProbability);
    }

    public AugmentationRecipe withTranslate(double other) {
        return new AugmentationRecipe(
                mosaicProbability,
                mosaicScale,
                degrees,
                other,
                shear,
                mixupProbability,
                mixupScale,
                hsvProbability,
                flipProbability);
    }

    public AugmentationRecipe withShear(double other) {
        return new AugmentationRecipe(
                mosaicProbability,
                mosaicScale,
                degrees,
                translate,
                other,
                mixupProbability,
                mixupScale,
                hsvProbability,
                flipProbability);
    }

    public AugmentationRecipe withMixupProbability(double other) {
        return new AugmentationRecipe(
                mosaicProbability,
                mosaicScale,
                degrees,
                translate,
                shear,
                other,
                mixupScale,
                hsvProbability,
                flipProbability);
    }

    public AugmentationRecipe withMixupScale(ScaleRange other) {
        return new AugmentationRecipe(
                mosaicProbability,
                mosaicScale,
                degrees,
                translate,
                shear,
                mixupProbability,
                other,
                hsvProbability,
                flipProbability);
    }

    public AugmentationRecipe withHsvProbability(double other) {
        return new AugmentationRecipe(
                mosaicProbability,
                mosaicScale,
                degrees,
                translate,
                shear,
                mixupProbability,
                mixupScale,
                other,
                flipProbability);
    }

    public AugmentationRecipe withFlipProbability(double other) {
        return new AugmentationRecipe(
                mosaicProbability,
                mosaicScale,
                degrees,
                translate,
                shear,
                mixupProbability,
                mixupScale,
                hsvProbability,
                other);
    }

    /** The parts that are switched on, with their numbers. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (mosaicProbability > 0) {
            parts.add("mosaic " + mosaicProbability + " (scale " + mosaicScale + ", rotation " + degrees
                    + ", translation " + translate + ", shear " + shear + ")");
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
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }
}
