package io.github.yolox4j.cli.option;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.train.Epochs;
import io.github.yolox4j.train.Optimisation;
import io.github.yolox4j.train.Supervision;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.assign.simota.SimOta;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.augment.ScaleRange;
import io.github.yolox4j.train.data.batch.SizeRange;
import io.github.yolox4j.train.data.cache.ImageCache;
import io.github.yolox4j.train.eval.DetectionReview;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.optim.schedule.LearningRate;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * The library's defaults, as options write them. An option names one by its key, in its default value and in its
 * description: <code>${bundle:simota.top-ious}</code>. So a default stands once, in the library, and {@code --help}
 * cannot disagree with it. Every key has a dot in it: picocli takes the value of a key that is the name of an option
 * for its description. A value is looked up when it is needed: help about one command loads nothing of the others.
 */
public final class Defaults extends ResourceBundle {

    /** The network of commands that are not given one. */
    public static final YoloxConfig.Size SIZE = YoloxConfig.Size.NANO;

    /** The narrowest network with the larger input; narrower ones have that of {@link #SIZE}. */
    private static final YoloxConfig.Size LARGER = YoloxConfig.Size.S;

    /** Learning rates are written as those of a batch of so many images. */
    private static final int SGD_BATCH = 64;

    private static final int ADAMW_BATCH = 256;

    private final Map<String, Supplier<Object>> values = new HashMap<>();

    private Defaults() {
        addNetwork();
        addSteps();
        addOptimisation();
        addAugmentation();
        addDetection();
        addExport();
    }

    /** A command whose options may name these defaults; every command is made here. */
    public static CommandLine commandLine(Object command) {
        return OptionValues.registered(new CommandLine(command))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setResourceBundle(new Defaults());
    }

    private void addNetwork() {
        values.put("network.size", SIZE::lowerName);
        values.put("network.classes", () -> YoloxConfig.of(SIZE).classes());
        values.put("network.side", SIZE::side);
        values.put("network.side.larger", LARGER::side);
    }

    private void addSteps() {
        values.put("run.seed", Defaults::seed);
        values.put("epochs.warmup", () -> Epochs.of(Integer.MAX_VALUE).warmup());
        values.put("epochs.last", () -> Epochs.of(Integer.MAX_VALUE).last());
        values.put("sizes.range", () -> SizeRange.REFERENCE);
        values.put("cache.memory-mb", () -> ImageCache.MEMORY_MB);
        values.put("loss.box", () -> LossChoice.DEFAULT.box());
        values.put("loss.objectness", () -> LossChoice.DEFAULT.objectness());
        values.put("loss.classes", () -> LossChoice.DEFAULT.classes());
        values.put("loss.normaliser", () -> LossChoice.DEFAULT.objectnessNormaliser());
        values.put("simota.center-radius", () -> SimOta.DEFAULT.centerRadius());
        values.put("simota.top-ious", () -> SimOta.DEFAULT.topIous());
        values.put("simota.iou-weight", () -> SimOta.DEFAULT.iouWeight());
        values.put("simota.far-penalty", () -> SimOta.DEFAULT.farPenalty());
        values.put("supervision.evaluate-every", () -> Supervision.DEFAULT.evaluateEvery());
        values.put("supervision.save-every", () -> Supervision.DEFAULT.saveEvery());
        values.put("supervision.patience", () -> Supervision.DEFAULT.patience());
    }

    private void addOptimisation() {
        values.put(
                "optimisation.optimizer", () -> Optimisation.DEFAULT.optimizer().optimizer());
        values.put("optimisation.scheduler", Defaults::schedule);
        values.put("optimisation.accumulate", () -> Optimisation.DEFAULT.accumulate());
        values.put("ema.decay", () -> Optimisation.DEFAULT.averageDecay().limit());
        values.put("sgd.rate", () -> rate(Optimisation.DEFAULT, SGD_BATCH));
        values.put("sgd.momentum", () -> Sgd.Settings.DEFAULT.momentum());
        values.put("sgd.weight-decay", () -> Sgd.Settings.DEFAULT.weightDecay());
        values.put("adamw.rate", () -> rate(Optimisation.ADAMW, ADAMW_BATCH));
        values.put(
                "adamw.betas", () -> List.of(Optimisation.ADAMW_SETTINGS.beta1(), Optimisation.ADAMW_SETTINGS.beta2()));
        values.put("adamw.weight-decay", () -> Optimisation.ADAMW_SETTINGS.weightDecay());
    }

    private void addAugmentation() {
        values.put("augment.mosaic-prob", () -> AugmentationRecipe.REFERENCE.mosaicProbability());
        values.put("augment.mosaic-prob.small", () -> small().mosaicProbability());
        values.put(
                "augment.mosaic-scale",
                () -> AugmentationRecipe.REFERENCE.affine().scale());
        values.put("augment.mosaic-scale.small", () -> small().affine().scale());
        values.put(
                "augment.degrees", () -> AugmentationRecipe.REFERENCE.affine().degrees());
        values.put(
                "augment.translate", () -> AugmentationRecipe.REFERENCE.affine().translate());
        values.put("augment.shear", () -> AugmentationRecipe.REFERENCE.affine().shear());
        values.put("augment.mixup-prob", () -> AugmentationRecipe.REFERENCE.mixupProbability());
        values.put("augment.mixup-prob.small", () -> small().mixupProbability());
        values.put("augment.mixup-scale", () -> AugmentationRecipe.REFERENCE.mixupScale());
        values.put("augment.hsv-prob", () -> AugmentationRecipe.REFERENCE.hsvProbability());
        values.put("augment.flip-prob", () -> AugmentationRecipe.REFERENCE.flipProbability());
        values.put("augment.flip-vertical-prob", () -> AugmentationRecipe.REFERENCE.verticalFlipProbability());
    }

    private void addDetection() {
        values.put("session.device", () -> SessionSettings.DEFAULT.device());
        values.put("session.threads", () -> SessionSettings.DEFAULT.threads());
        values.put("evaluation.confidence", () -> Postprocessing.DEFAULT.confidence());
        values.put("evaluation.iou", () -> Postprocessing.DEFAULT.iouThreshold());
        values.put("review.confidence", () -> DetectionReview.CONFIDENCE);
        values.put("review.iou", () -> DetectionReview.IOU);
        values.put("selection.confidence", () -> Selection.DEFAULT.confidence());
        values.put("selection.iou", () -> Selection.DEFAULT.iouThreshold());
        values.put("selection.most", () -> Selection.DEFAULT.most());
    }

    private void addExport() {
        values.put("export.opset", () -> Opset.DEFAULT);
        values.put("export.input", () -> ExportOptions.INPUT);
        values.put("export.output", () -> DetectorOptions.defaultNames(ModelMetadata.Form.RAW));
        values.put("export.outputs", () -> DetectorOptions.defaultNames(ModelMetadata.Form.DETECTIONS));
    }

    private static AugmentationRecipe small() {
        return AugmentationRecipe.of(YoloxConfig.of(SIZE));
    }

    private static long seed() {
        AnchorGrid input = new AnchorGrid(SIZE.side(), SIZE.side());
        return TrainingConfig.of(YoloxConfig.of(SIZE), input, 1, Epochs.of(1)).seed();
    }

    private static String schedule() {
        return LearningRate.names().stream()
                .filter(name -> LearningRate.parse(name).equals(Optimisation.DEFAULT.schedule()))
                .findFirst()
                .orElseThrow();
    }

    private static String rate(Optimisation optimisation, int batch) {
        return text(optimisation.learningRatePerImage() * batch) + " / " + batch;
    }

    /** A value as an option takes it: {@code 0.5}, {@code 1000000} and {@code 0.1,2}. */
    private static String text(Object value) {
        if (value instanceof Double number) {
            return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
        }
        if (value instanceof ScaleRange scales) {
            return text(List.of(scales.smallest(), scales.largest()));
        }
        if (value instanceof List<?> parts) {
            return parts.stream().map(Defaults::text).collect(Collectors.joining(","));
        }
        return value.toString();
    }

    /** Nothing for other keys: picocli asks for texts that a bundle may have instead of those of the annotations. */
    @Override
    protected Object handleGetObject(String key) {
        return values.containsKey(key) ? text(values.get(key).get()) : null;
    }

    @Override
    public Enumeration<String> getKeys() {
        return Collections.enumeration(values.keySet());
    }
}
