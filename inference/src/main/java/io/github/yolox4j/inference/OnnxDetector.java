package io.github.yolox4j.inference;

import ai.onnxruntime.OnnxJavaType;
import io.github.yolox4j.detection.DetectionPhases;
import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.LetterboxedBatch;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.Preprocessing;
import io.github.yolox4j.detection.metadata.Preprocessing.ColorOrder;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.ort.Device;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.ort.Shapes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A detector that runs an ONNX file, or what one would hold, by ONNX Runtime. What it has to know, the file says: class
 * names, input size, preprocessing, form of the output ({@link ModelMetadata}); for a file that says nothing, such as
 * an official one, it can be given.
 *
 * <p>A file that selects detections has thresholds of its own; of the postprocessing given, the least score still
 * counts. One that letterboxes by itself gets the images as they are, one at a time.
 *
 * <p>A file of a fixed batch gets full batches, the last one filled up; one of any batch gets up to
 * {@value #LARGEST_BATCH} images at a time, and one where a run has one thread of the CPU: what lies between the layers
 * of one image fits into the caches.
 *
 * <p>Thread-safe: all threads share one session, each call takes buffers of its own from a pool. The pool grows to as
 * many as calls ever ran at once. {@link #close} waits for the running calls and frees the session; the buffers go with
 * the detector.
 */
public final class OnnxDetector implements Detector {

    private static final int LARGEST_BATCH = 8;

    /** Of an ONNX file: the field of its version. */
    private static final int FIRST_BYTE = 0x08;

    /** The key of the output's form, which no other exporter writes. */
    private static final String FORM = "decode";

    private final LoadedModel model;
    private final ModelMetadata facts;
    private final OutputReader form;
    private final long[] imageShape;
    private final Optional<WholeImages> whole;
    private final int batch;
    private final boolean fixedBatch;
    private final int callsAtOnce;
    private final Queue<Lane> lanes = new ConcurrentLinkedQueue<>();
    private final ReadWriteLock running = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxDetector(
            LoadedModel model,
            ModelMetadata facts,
            Postprocessing postprocessing,
            SessionSettings settings,
            int largestBatch) {
        Preprocessing yolox = Preprocessing.yolox();
        List<Preprocessing> known = List.of(yolox, yolox.inFile(ColorOrder.BGR), yolox.inFile(ColorOrder.RGB));
        if (!known.contains(facts.preprocessing())) {
            throw new IllegalArgumentException(
                    "the images are " + yolox + ", but the file takes " + facts.preprocessing());
        }
        this.model = model;
        this.facts = facts;
        this.callsAtOnce = settings.runsAtOnce();
        this.form = OutputReader.of(facts, postprocessing, model.outputs());
        this.imageShape = new long[] {BgrImage.CHANNELS, facts.height(), facts.width()};
        boolean letterboxes = facts.preprocessing().inFile();
        this.whole = letterboxes
                ? Optional.of(new WholeImages(model, form, facts.preprocessing().colorOrder() == ColorOrder.RGB))
                : Optional.empty();
        long declared = letterboxes ? Shapes.OPEN : declaredBatch(model, imageShape);
        this.fixedBatch = declared != Shapes.OPEN;
        boolean oneThread = settings.threadsUsed() == 1 && settings.device().kind() == Device.Kind.CPU;
        this.batch = fixedBatch ? Math.toIntExact(declared) : oneThread ? 1 : largestBatch;
    }

    /**
     * Opens a file that describes itself, for detections to show: with the thresholds of {@link Selection#DEFAULT}, on
     * the CPU.
     *
     * @throws IOException if there is no such file, or it is no such detector; the message names it and says why
     */
    public static OnnxDetector open(Path file) throws IOException {
        return open(file, Selection.DEFAULT.postprocessing(), SessionSettings.DEFAULT);
    }

    /**
     * Opens a file that describes itself, as the exporter writes it.
     *
     * @throws IOException if there is no such file, or it is no such detector; the message names it and says why
     * @throws IllegalArgumentException if this ONNX Runtime cannot compute on the device
     */
    public static OnnxDetector open(Path file, Postprocessing postprocessing, SessionSettings settings)
            throws IOException {
        return open(file, Optional.empty(), postprocessing, settings);
    }

    /**
     * Opens a file by facts from elsewhere, whatever it says about itself.
     *
     * @throws IOException if there is no such file, or the facts do not fit it; the message names it and says why
     * @throws IllegalArgumentException if this ONNX Runtime cannot compute on the device
     */
    public static OnnxDetector open(
            Path file, ModelMetadata facts, Postprocessing postprocessing, SessionSettings settings)
            throws IOException {
        return open(file, Optional.of(facts), postprocessing, settings);
    }

    private static OnnxDetector open(
            Path file, Optional<ModelMetadata> given, Postprocessing postprocessing, SessionSettings settings)
            throws IOException {
        return of(LoadedModel.open(file, settings), given, postprocessing, settings, LARGEST_BATCH);
    }

    /**
     * Runs a model that is in no file, and describes itself as the exporter's do.
     *
     * @param largestBatch how many images a run takes at most, if the model takes any number and a run has several
     *     threads; more than {@value #LARGEST_BATCH} it never does
     * @throws IOException if it is no such detector, or ONNX Runtime does not accept it
     * @throws IllegalArgumentException if this ONNX Runtime cannot compute on the device
     */
    public static OnnxDetector of(
            OnnxModel model, Postprocessing postprocessing, SessionSettings settings, int largestBatch)
            throws IOException {
        if (largestBatch < 1) {
            throw new IllegalArgumentException("a run must take at least 1 image, got " + largestBatch);
        }
        return of(
                LoadedModel.of(model, settings),
                Optional.empty(),
                postprocessing,
                settings,
                Math.min(largestBatch, LARGEST_BATCH));
    }

    private static OnnxDetector of(
            LoadedModel model,
            Optional<ModelMetadata> given,
            Postprocessing postprocessing,
            SessionSettings settings,
            int largestBatch)
            throws IOException {
        try {
            ModelMetadata facts = given.isPresent() ? given.get() : ModelMetadata.of(model.metadata());
            return new OnnxDetector(model, facts, postprocessing, settings, largestBatch);
        } catch (IllegalArgumentException e) {
            model.close();
            throw new IOException(model.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Whether a file is an ONNX file that says all that {@link #open(Path, Postprocessing, SessionSettings)} has to
     * know.
     *
     * @throws IOException if it cannot be read, or begins as an ONNX file and ONNX Runtime does not accept it
     */
    public static boolean describesItself(Path file) throws IOException {
        if (!isOnnx(file)) {
            return false;
        }
        try (LoadedModel model = LoadedModel.open(file, SessionSettings.DEFAULT)) {
            return model.metadata().containsKey(FORM);
        }
    }

    /** Whether a file begins as an ONNX file does. */
    public static boolean isOnnx(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == FIRST_BYTE;
        }
    }

    /** What is known of the file. */
    public ModelMetadata facts() {
        return facts;
    }

    @Override
    public List<List<Detection>> detect(List<BgrImage> images) {
        running.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the detector of " + model.name() + " is closed");
            }
            if (whole.isPresent()) {
                return images.stream().map(whole.get()::detect).toList();
            }
            Lane free = lanes.poll();
            Lane lane = free == null ? new Lane(model, form, imageShape, batch) : free;
            List<List<Detection>> found = new ArrayList<>();
            for (int from = 0; from < images.size(); from += batch) {
                found.addAll(detect(lane, images.subList(from, Math.min(from + batch, images.size()))));
            }
            lanes.add(lane);
            return found;
        } finally {
            running.readLock().unlock();
        }
    }

    /** As many as the settings mean to: {@link SessionSettings#runsAtOnce()}. */
    @Override
    public int callsAtOnce() {
        return callsAtOnce;
    }

    private List<List<Detection>> detect(Lane lane, List<BgrImage> images) {
        LetterboxedBatch prepared = lane.prepare(images);
        return lane.read(lane.run(fixedBatch ? batch : images.size()), prepared);
    }

    /**
     * Takes detection apart, to time it; to be used before this is closed.
     *
     * @param size images per run
     * @throws IllegalArgumentException if the file takes another number, or letterboxes by itself
     */
    public DetectionPhases phases(int size) {
        if (whole.isPresent()) {
            throw new IllegalArgumentException(
                    model.name() + " contains the letterbox, so its phases cannot be timed separately");
        }
        if (size < 1 || fixedBatch && size != batch) {
            throw new IllegalArgumentException(model.name() + " takes " + (fixedBatch ? "" + batch : "any number of")
                    + " images a run, not " + size);
        }
        return new Lane(model, form, imageShape, size).new Phases();
    }

    @Override
    public void close() {
        running.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                lanes.clear();
                model.close();
            }
        } finally {
            running.writeLock().unlock();
        }
    }

    /** Axis 0 of the only input, whose other axes must be those of an image. */
    private static long declaredBatch(LoadedModel model, long[] image) {
        String expected = "one input FLOAT[batch, 3, " + image[1] + ", " + image[2] + "]";
        long[] shape = {Shapes.OPEN, image[0], image[1], image[2]};
        String input = Shapes.requireOne(model.inputs(), OnnxJavaType.FLOAT, shape, expected);
        return model.inputs().get(input).getShape()[0];
    }
}
