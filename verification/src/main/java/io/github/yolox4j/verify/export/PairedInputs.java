package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.Preprocessing;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.verify.runtime.Declared;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What two files are both fed with, as both declare it, and facts about the preprocessing, if one states them. */
record PairedInputs(List<Declared> declared, Optional<ModelMetadata> facts) {

    private static final int COUNT = 8;

    private static final int LEVELS = 256;
    private static final int IMAGE_AXES = 4;

    /** What both files take; if they take different things, the message names both. */
    static PairedInputs of(PairedFile one, PairedFile other) throws IOException {
        List<Declared> ours = List.copyOf(one.inputs().values());
        List<Declared> theirs = List.copyOf(other.inputs().values());
        List<Declared> both = new ArrayList<>();
        for (int i = 0; i < ours.size() && ours.size() == theirs.size(); i++) {
            if (ours.get(i).fits(theirs.get(i))) {
                both.add(ours.get(i).with(theirs.get(i)));
            }
        }
        if (both.size() < ours.size() || both.isEmpty()) {
            throw new IOException(
                    "the inputs differ: " + one + " takes " + one.inputs() + ", " + other + " takes " + other.inputs());
        }
        if (one.facts().isPresent() && other.facts().isPresent()) {
            requireSame(one, one.facts().get(), other, other.facts().get());
        }
        return new PairedInputs(both, one.facts().or(other::facts));
    }

    private static void requireSame(PairedFile one, ModelMetadata ours, PairedFile other, ModelMetadata theirs)
            throws IOException {
        if (!ours.preprocessing().equals(theirs.preprocessing())) {
            throw new IOException("the inputs differ: " + one + " takes " + ours.preprocessing() + ", " + other
                    + " takes " + theirs.preprocessing());
        }
        if (ours.height() != theirs.height() || ours.width() != theirs.width()) {
            throw new IOException("the inputs differ: " + one + " is for " + ours.height() + " x " + ours.width() + ", "
                    + other + " for " + theirs.height() + " x " + theirs.width());
        }
    }

    List<Integer> batches() {
        return OnnxParity.batches(declared.get(0));
    }

    /** The network's input, if one of the files is a detector's and says so. */
    Optional<AnchorGrid> grid() {
        return facts.map(known -> new AnchorGrid(known.height(), known.width()));
    }

    /** For each run the tensors of all inputs: images, prepared as the metadata say, or else as YOLOX prepares them. */
    List<List<Tensor>> of(List<BgrImage> images, int batch) throws IOException {
        Feed feed = feed();
        List<List<Tensor>> runs = new ArrayList<>();
        for (List<Integer> run :
                OnnxParity.runs(images.size(), batch, feed.preprocessing().inFile())) {
            runs.add(List.of(feed.input(run.stream().map(images::get).toList())));
        }
        return runs;
    }

    private Feed feed() throws IOException {
        if (facts.isPresent() && declared.size() == 1) {
            return new Feed(facts.get().preprocessing(), grid().orElseThrow());
        }
        Declared input = declared.get(0);
        boolean takesImages = declared.size() == 1
                && input.type().equals(Declared.FLOAT)
                && input.shape().size() == IMAGE_AXES
                && input.shape().get(1) == BgrImage.CHANNELS
                && input.isFixed(2)
                && input.isFixed(IMAGE_AXES - 1);
        if (!takesImages) {
            throw new IOException("images need an input FLOAT [batch, 3, height, width] of fixed size, or a file with "
                    + "the metadata of a detector; the inputs are " + declared
                    + "; without images, random numbers are used");
        }
        return new Feed(
                Preprocessing.yolox(),
                new AnchorGrid(
                        Math.toIntExact(input.shape().get(2)),
                        Math.toIntExact(input.shape().get(IMAGE_AXES - 1))));
    }

    /** Seeded random numbers: uniform over [0, 1) and, in every other run, over [0, 256); of bytes, all of these. */
    List<List<Tensor>> random(int batch) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<List<Tensor>> runs = new ArrayList<>();
        for (int run = 0; run * batch < COUNT; run++) {
            List<Tensor> tensors = new ArrayList<>();
            for (Declared input : declared) {
                tensors.add(random(input, batch, run % 2 == 0 ? 1 : LEVELS, random));
            }
            runs.add(tensors);
        }
        return runs;
    }

    private static Tensor random(Declared input, int batch, int bound, SplittableRandom random) throws IOException {
        long[] shape = new long[input.shape().size()];
        int size = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            if (axis > 0 && !input.isFixed(axis)) {
                throw new IOException("neither file gives the size of axis " + axis + " of its input " + input
                        + ", so no random numbers can be generated");
            }
            shape[axis] = input.isFixed(axis) ? input.shape().get(axis) : batch;
            size = Math.multiplyExact(size, Math.toIntExact(shape[axis]));
        }
        return switch (input.type()) {
            case "UINT8" -> Tensor.ofWhole(
                    ElementType.UINT8,
                    shape,
                    IntStream.range(0, size)
                            .mapToLong(i -> random.nextInt(LEVELS))
                            .toArray());
            case "DOUBLE" -> Tensor.ofDoubles(
                    shape,
                    IntStream.range(0, size)
                            .mapToDouble(i -> (float) (bound * random.nextDouble()))
                            .toArray());
            case Declared.FLOAT -> {
                float[] values = new float[size];
                for (int i = 0; i < size; i++) {
                    values[i] = (float) (bound * random.nextDouble());
                }
                yield Tensor.ofFloats(shape, values);
            }
            default -> throw new IOException(
                    "random numbers can be generated only for inputs of FLOAT, DOUBLE or UINT8, got " + input);
        };
    }
}
