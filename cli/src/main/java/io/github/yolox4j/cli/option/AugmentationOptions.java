package io.github.yolox4j.cli.option;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.augment.RandomAffine;
import io.github.yolox4j.train.data.augment.ScaleRange;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is done to training images: a recipe by its name, and numbers that replace some of its own. */
public final class AugmentationOptions {

    private static final String SCALES = "A,B";

    @Option(
            names = "--augment",
            defaultValue = "reference",
            paramLabel = "NAME",
            description = "none; light: colour jitter and flips; reference: mosaic, affine transform, mixup, "
                    + "colour jitter and flips, with the reference's values for the network size (default: "
                    + "${DEFAULT-VALUE}). The options below override single values.")
    private String name;

    @Option(
            names = "--mosaic-prob",
            paramLabel = "P",
            description = "Probability of a mosaic of four images (reference: ${bundle:augment.mosaic-prob}; "
                    + "nano ${bundle:augment.mosaic-prob.small}).")
    private Optional<Double> mosaic = Optional.empty();

    @Option(
            names = "--mosaic-scale",
            paramLabel = SCALES,
            description = "Smallest and largest scale of a mosaic (reference: ${bundle:augment.mosaic-scale}; "
                    + "nano and tiny ${bundle:augment.mosaic-scale.small}).")
    private Optional<ScaleRange> mosaicScale = Optional.empty();

    @Option(
            names = "--degrees",
            paramLabel = "D",
            description = "Largest rotation of a mosaic in degrees (reference: ${bundle:augment.degrees}).")
    private Optional<Double> degrees = Optional.empty();

    @Option(
            names = "--translate",
            paramLabel = "T",
            description = "Largest shift of a mosaic as a fraction of the input size "
                    + "(reference: ${bundle:augment.translate}).")
    private Optional<Double> translate = Optional.empty();

    @Option(
            names = "--shear",
            paramLabel = "D",
            description = "Largest shear of a mosaic in degrees (reference: ${bundle:augment.shear}).")
    private Optional<Double> shear = Optional.empty();

    @Option(
            names = "--mixup-prob",
            paramLabel = "P",
            description = "Probability of mixup: another image is blended into a mosaic "
                    + "(reference: ${bundle:augment.mixup-prob}; "
                    + "nano and tiny ${bundle:augment.mixup-prob.small}).")
    private Optional<Double> mixup = Optional.empty();

    @Option(
            names = "--mixup-scale",
            paramLabel = SCALES,
            description = "Smallest and largest scale of the mixup image (reference: ${bundle:augment.mixup-scale}).")
    private Optional<ScaleRange> mixupScale = Optional.empty();

    @Option(
            names = "--hsv-prob",
            paramLabel = "P",
            description = "Probability of colour jitter in hue, saturation and value "
                    + "(light, reference: ${bundle:augment.hsv-prob}).")
    private Optional<Double> hsv = Optional.empty();

    @Option(
            names = "--flip-prob",
            paramLabel = "P",
            description = "Probability of a horizontal flip (light, reference: ${bundle:augment.flip-prob}).")
    private Optional<Double> flip = Optional.empty();

    @Option(
            names = "--flip-vertical-prob",
            paramLabel = "P",
            description = "Probability of a vertical flip, for images without an up and down, such as those of "
                    + "microscopes and satellites (light, reference: ${bundle:augment.flip-vertical-prob}).")
    private Optional<Double> verticalFlip = Optional.empty();

    /** The recipe asked for; the reference has other numbers for small networks. */
    public AugmentationRecipe recipe(YoloxConfig model) {
        AugmentationRecipe base = named(AugmentationRecipe.of(model));
        return new AugmentationRecipe(
                mosaic.orElse(base.mosaicProbability()),
                new RandomAffine(
                        degrees.orElse(base.affine().degrees()),
                        translate.orElse(base.affine().translate()),
                        mosaicScale.orElse(base.affine().scale()),
                        shear.orElse(base.affine().shear())),
                mixup.orElse(base.mixupProbability()),
                mixupScale.orElse(base.mixupScale()),
                hsv.orElse(base.hsvProbability()),
                flip.orElse(base.flipProbability()),
                verticalFlip.orElse(base.verticalFlipProbability()));
    }

    private AugmentationRecipe named(AugmentationRecipe reference) {
        return switch (name) {
            case "none" -> reference.withoutMixing().withHsvProbability(0).withFlipProbability(0);
            case "light" -> reference.withoutMixing();
            case "reference" -> reference;
            default -> throw new IllegalArgumentException(
                    "unknown augmentation '" + name + "'; valid are none, light, reference");
        };
    }
}
