package io.github.yolox4j.train.parallel;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.eval.DetectedDataset;
import io.github.yolox4j.train.eval.DetectedDataset.OfReadable;
import io.github.yolox4j.train.eval.ScoredBox;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Shares out the images of an evaluation: each rank looks at as many, one after the other in the dataset, all get what
 * all have found, and rank 0 scores it.
 */
public record DetectionExchange(Ranks ranks) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Looks at images. */
    @FunctionalInterface
    public interface Look {

        /** What was found in a dataset, and which of its images could not be read. */
        OfReadable at(Dataset part) throws IOException;
    }

    /**
     * What all ranks found in their parts, as if one had looked at all.
     *
     * @throws RankException if a rank failed
     */
    public OfReadable whole(Dataset images, Look look) throws IOException {
        if (ranks.size() == 1) {
            return look.at(images);
        }
        long start = System.nanoTime();
        Dataset part = images.subset(start(images, ranks.rank()), start(images, ranks.rank() + 1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OfReadable own =
                part.size() == 0 ? new OfReadable(new DetectedDataset(part, List.of(), 0), List.of()) : look.at(part);
        write(own, new DataOutputStream(bytes));
        List<Sample> samples = new ArrayList<>();
        List<ScoredBox> found = new ArrayList<>();
        List<SkippedImage> skipped = new ArrayList<>();
        int rank = 0;
        for (byte[] message : ranks.gather(bytes.toByteArray())) {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(message));
            Dataset looked = images.subset(start(images, rank), start(images, rank + 1));
            List<SkippedImage> unread = SkippedExchange.read(in);
            read(in, samples.size(), found);
            looked.samples().stream()
                    .filter(sample ->
                            unread.stream().noneMatch(image -> image.image().equals(sample.image())))
                    .forEach(samples::add);
            skipped.addAll(unread);
            rank++;
        }
        Dataset readable = skipped.isEmpty() ? images : new Dataset(images.classes(), images.categoryIds(), samples);
        return new OfReadable(new DetectedDataset(readable, found, (System.nanoTime() - start) / 1e9), skipped);
    }

    private int start(Dataset images, int rank) {
        return (int) ((long) images.size() * rank / ranks.size());
    }

    private static void write(OfReadable own, DataOutputStream out) throws IOException {
        SkippedExchange.write(own.skipped(), out);
        out.writeInt(own.detected().found().size());
        for (ScoredBox box : own.detected().found()) {
            out.writeLong(box.imageId());
            out.writeInt(box.categoryId());
            out.writeDouble(box.box().x1());
            out.writeDouble(box.box().y1());
            out.writeDouble(box.box().x2());
            out.writeDouble(box.box().y2());
            out.writeDouble(box.score());
        }
    }

    /** @param before how many readable images the ranks before have looked at */
    private static void read(DataInputStream in, int before, List<ScoredBox> found) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            long image = before + in.readLong();
            int category = in.readInt();
            Box box = new Box(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
            found.add(new ScoredBox(image, category, box, in.readDouble()));
        }
    }

    /**
     * The numbers that rank 0 computes.
     *
     * @throws RankException if a rank failed
     */
    public CocoMetrics metrics(Supplier<CocoMetrics> scoring) throws IOException {
        if (ranks.size() == 1) {
            return scoring.get();
        }
        byte[] own = ranks.rank() == 0 ? JSON.writeValueAsBytes(scoring.get()) : new byte[0];
        return JSON.readValue(ranks.broadcast(0, own), CocoMetrics.class);
    }
}
