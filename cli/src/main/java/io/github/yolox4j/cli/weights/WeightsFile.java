package io.github.yolox4j.cli.weights;

import io.github.yolox4j.detection.CocoClasses;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.PythonLiterals;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.weights.OnnxWeights;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.file.UncompressedZip;
import io.github.yolox4j.model.network.InferredConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.ClassRows;
import io.github.yolox4j.model.weights.LoadReport;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.model.weights.file.PthFile;
import io.github.yolox4j.model.weights.file.Safetensors;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.train.checkpoint.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A weights file of any kind, told by what it holds and not by its name: a checkpoint of ours, a PyTorch checkpoint,
 * safetensors or ONNX.
 *
 * @param stateDict the weights; of a checkpoint of ours the moving average
 * @param config of the network
 * @param ownInput the input size, if the file says it
 * @param ownClasses the class names, if the file says them
 * @param losses that it was trained with, as far as the file says
 * @param training how it was trained, as far as the file says
 */
public record WeightsFile(
        StateDict stateDict,
        YoloxConfig config,
        Optional<AnchorGrid> ownInput,
        Optional<List<String>> ownClasses,
        String losses,
        String training) {

    /** What {@code --weights} takes. */
    public static final String KINDS =
            "checkpoint of a training run, PyTorch checkpoint (.pth), safetensors, or ONNX file of a YOLOX";

    private static final String UNKNOWN = "unknown";
    /** The key of the class names in safetensors, as in our ONNX files. */
    private static final String NAMES = "names";

    private static final String LEGACY = DetectorExporter.LEGACY;

    private static final int ZIP = 'P' << 8 | 'K';
    private static final int PICKLE = 0x80;
    /** The first field of an ONNX file, its version: field 1, a whole number. */
    private static final int ONNX = 0x08;

    private static final int BEGINNING = 16;

    /**
     * Reads a file.
     *
     * @throws IOException if it is missing, damaged, or of no kind that is known; the message is one line that names it
     */
    public static WeightsFile open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder; name a file in it, such as best.ckpt of a training run");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such weights file: " + file);
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(BEGINNING);
        }
        if (start.length < BEGINNING) {
            throw new IOException(file + ": no weights, it has " + start.length + " bytes");
        }
        int first = start[0] & 0xff;
        if ((first << 8 | start[1]) == ZIP) {
            return ofZip(file);
        }
        if (Safetensors.isBeginning(start)) {
            return ofSafetensors(file);
        }
        if (first == ONNX) {
            return of(OnnxWeights.read(file));
        }
        if (first == PICKLE) {
            throw new IOException(
                    file + ": a file of PyTorch before version 1.6; load it in PyTorch and save it again with a newer "
                            + "version");
        }
        throw new IOException(file + ": unknown kind of file; expected a " + KINDS);
    }

    /** Reads a file and prints what its user should know, such as which of several weights in it were taken. */
    public static WeightsFile open(Path file, PrintWriter err) throws IOException {
        WeightsFile opened = open(file);
        opened.stateDict.remark().ifPresent(line -> err.println("yolox4j: " + line));
        return opened;
    }

    private static WeightsFile ofZip(Path file) throws IOException {
        List<String> entries;
        try (UncompressedZip zip = UncompressedZip.open(file, "checkpoint")) {
            entries = zip.names();
        }
        if (Checkpoint.isOne(entries)) {
            return of(Checkpoint.readTrained(file));
        }
        if (PthFile.isOne(entries)) {
            StateDict weights = PthFile.read(file);
            return of(weights, InferredConfig.of(weights), Optional.empty());
        }
        throw new IOException(file + ": a ZIP file, but not a checkpoint of a training run or of PyTorch");
    }

    private static WeightsFile of(StateDict weights, YoloxConfig config, Optional<List<String>> names) {
        return new WeightsFile(weights, config, Optional.empty(), names, UNKNOWN, UNKNOWN);
    }

    /** With what it says of itself, if it has been {@link #convert converted} by this project. */
    private static WeightsFile ofSafetensors(Path file) throws IOException {
        StateDict weights = Safetensors.read(file);
        Map<String, String> facts = Safetensors.metadata(file);
        YoloxConfig config = InferredConfig.of(weights).withLegacy(Boolean.parseBoolean(facts.get(LEGACY)));
        return of(
                weights,
                config,
                names(facts.getOrDefault(NAMES, "")).filter(names -> names.size() == config.classes()));
    }

    /** Other programs may write something else under the same key: then nobody knows the names. */
    private static Optional<List<String>> names(String text) {
        try {
            return text.startsWith("{") ? Optional.of(PythonLiterals.names(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The same weights for a network that normalises images first, as YOLOX before 0.2 did.
     *
     * @throws IllegalArgumentException if the file was trained here, without that
     */
    public WeightsFile asLegacy() {
        if (!config.legacy() && !training.equals(UNKNOWN)) {
            throw new IllegalArgumentException(
                    stateDict.source() + " was trained by this program on images that are not normalised");
        }
        return new WeightsFile(stateDict, config.withLegacy(true), ownInput, ownClasses, losses, training);
    }

    /**
     * Writes the weights as safetensors, with the names, shapes and order of the reference's state_dict. The class
     * names are kept in its metadata, as {@code names: {0: 'cat', 1: 'dog'}}, if this file says them, and
     * {@code legacy: true} of legacy weights.
     *
     * @return what has been written
     */
    public Weights convert(Path target) throws IOException {
        Weights weights = weights();
        Map<String, String> facts = new TreeMap<>();
        ownClasses.ifPresent(names -> facts.put(NAMES, PythonLiterals.dictionary(names)));
        if (config.legacy()) {
            facts.put(LEGACY, Boolean.toString(true));
        }
        Safetensors.write(target, StateDict.of(stateDict.source(), weights), facts);
        return weights;
    }

    private static WeightsFile of(OnnxWeights onnx) {
        return new WeightsFile(
                onnx.stateDict(),
                InferredConfig.of(onnx.stateDict()).withLegacy(onnx.legacy()),
                onnx.input(),
                onnx.metadata().map(ModelMetadata::names),
                onnx.metadata().map(facts -> facts.origin().losses()).orElse(UNKNOWN),
                onnx.metadata().map(facts -> facts.origin().training()).orElse(UNKNOWN));
    }

    private static WeightsFile of(Checkpoint.Trained checkpoint) {
        ModelCard card = checkpoint.card();
        return new WeightsFile(
                checkpoint.average(),
                card.config(),
                Optional.of(card.input()),
                Optional.of(card.classes()),
                losses(card.losses()),
                training(card, checkpoint.progress()));
    }

    private static String losses(ModelCard.Losses losses) {
        return "box=" + losses.box() + ", objectness=" + losses.objectness() + " by " + losses.normaliser() + ", class="
                + losses.classes();
    }

    private static String training(ModelCard card, Progress progress) {
        return String.format(
                Locale.ROOT,
                "YOLOX-%s, depth %s, width %s%s, at %d x %d, %d epochs, %d steps",
                card.config().name(),
                card.config().depth(),
                card.config().width(),
                card.config().depthwise() ? ", depthwise" : "",
                card.input().height(),
                card.input().width(),
                progress.epoch(),
                progress.iteration());
    }

    /**
     * The weights in a network.
     *
     * @throws IllegalArgumentException if they do not fit it; the message lists every name
     */
    public Weights weights() {
        return new Yolox(config).weightsOf(stateDict, DataType.FLOAT);
    }

    /** The input size asked for, else the file's, else the reference's for networks of this width. */
    public AnchorGrid input(Optional<AnchorGrid> asked) {
        return asked.or(() -> ownInput).orElseGet(() -> {
            boolean isSmall =
                    config.width() <= YoloxConfig.of(YoloxConfig.Size.TINY).width();
            int side = (isSmall ? YoloxConfig.Size.TINY : YoloxConfig.Size.S).side();
            return new AnchorGrid(side, side);
        });
    }

    /**
     * The class names: the file's, else those asked for, else those of COCO for 80 classes.
     *
     * @throws IllegalArgumentException if other names were asked for than the file has, or another number
     */
    public Optional<List<String>> classes(Optional<List<String>> asked) {
        if (ownClasses.isPresent() && asked.isPresent() && !ownClasses.equals(asked)) {
            throw new IllegalArgumentException(
                    "the classes are " + ownClasses.get() + ", --class-names says " + asked.get());
        }
        asked.ifPresent(this::requireCount);
        List<String> coco = CocoClasses.names();
        return ownClasses
                .or(() -> asked)
                .or(() -> config.classes() == coco.size() ? Optional.of(coco) : Optional.empty());
    }

    /**
     * Which of this file's classes are those of a network, by name; empty if the file's names are unknown. COCO's names
     * for 80 classes are a guess, which counts only if the network has one of them.
     *
     * @param wanted the names of the network's classes
     */
    public Optional<ClassRows> rows(List<String> wanted) {
        Optional<List<String>> certain =
                ownClasses.filter(names -> names.size() == config.classes() && !names.equals(numberedClasses()));
        return certain.or(() -> classes(Optional.empty())
                        .filter(names -> ownClasses.isEmpty())
                        .filter(names -> wanted.stream().anyMatch(names::contains)))
                .map(names -> new ClassRows(names, wanted));
    }

    /** Overwrites a network's weights with this file's, class rows by name where {@link #rows} knows them. */
    public LoadReport loadInto(Weights network, List<String> classes) {
        Optional<ClassRows> rows = rows(classes);
        return rows.isPresent() ? network.load(stateDict, rows.get()) : network.load(stateDict);
    }

    /** The class names, or {@code class_0, class_1, ...} where nobody knows them. */
    public List<String> classesOrNumbers(Optional<List<String>> asked) {
        return classes(asked).orElseGet(this::numberedClasses);
    }

    /** Names made of the class ids: {@code class_0, class_1, ...}. */
    public List<String> numberedClasses() {
        return IntStream.range(0, config.classes())
                .mapToObj(id -> "class_" + id)
                .toList();
    }

    /** Fails unless there are as many names as the network has classes; the message has both numbers. */
    public void requireCount(List<String> names) {
        if (names.size() != config.classes()) {
            throw new IllegalArgumentException(stateDict.source() + " is trained for " + config.classes() + " classes, "
                    + names.size() + " are named: " + names);
        }
    }
}
