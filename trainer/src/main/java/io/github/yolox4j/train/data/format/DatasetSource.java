package io.github.yolox4j.train.data.format;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.annotation.AnnotationReader;
import io.github.yolox4j.train.data.annotation.Census;
import io.github.yolox4j.train.data.annotation.NoDatasetException;
import io.github.yolox4j.train.data.annotation.Splits;
import io.github.yolox4j.train.data.coco.CocoFiles;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A dataset on disk, in whatever format and layout. */
public final class DatasetSource {

    private final DatasetFormat format;
    private final String place;
    private final Function<Optional<List<String>>, AnnotationReader> readers;

    private DatasetSource(
            DatasetFormat format, String place, Function<Optional<List<String>>, AnnotationReader> readers) {
        this.format = format;
        this.place = place;
        this.readers = readers;
    }

    /** A dataset of a known format: its folder, or the file that describes it. */
    public static DatasetSource of(DatasetFormat format, Path place) {
        return new DatasetSource(format, place.toString(), classes -> format.reader(place, classes));
    }

    /** COCO annotation files, by split. */
    public static DatasetSource of(Map<String, CocoFiles.Place> files) {
        String places = files.values().stream()
                .map(place -> place.annotations().toString())
                .collect(Collectors.joining(", "));
        return new DatasetSource(DatasetFormat.COCO, places, classes -> new CocoFiles(files, classes));
    }

    /**
     * A dataset whose format is found by what lies there.
     *
     * @throws IOException if it is none of the formats, saying what was found, or could be several
     */
    public static DatasetSource find(Path place) throws IOException {
        if (!Files.exists(place)) {
            throw new IOException("no such file or folder: " + place);
        }
        Map<DatasetFormat, String> found = new EnumMap<>(DatasetFormat.class);
        List<String> broken = new ArrayList<>();
        for (DatasetFormat format : DatasetFormat.values()) {
            if (Files.isRegularFile(place) && !format.describes(place)) {
                continue;
            }
            try {
                found.put(format, format.reader(place, Optional.empty()).layout());
            } catch (NoDatasetException e) {
                // Said below if it is none of the formats.
            } catch (IOException e) {
                broken.add(e.getMessage());
            }
        }
        if (found.isEmpty() && broken.isEmpty()) {
            throw new NoDatasetException(place + ": no dataset was found. Known are voc, coco and yolo; --format says "
                    + "what is missing for one. There are "
                    + (Files.isDirectory(place) ? Census.of(place) : "only this file"));
        }
        if (found.size() + broken.size() > 1) {
            List<String> all = new ArrayList<>();
            found.forEach((format, layout) -> all.add(format + " (" + layout + ")"));
            all.addAll(broken);
            throw new IOException(place + ": may be " + String.join(" or ", all) + "; say which with --format");
        }
        if (found.isEmpty()) {
            throw new IOException(broken.get(0));
        }
        return of(found.keySet().iterator().next(), place);
    }

    public DatasetFormat format() {
        return format;
    }

    /** What was found, as "voc: XML files beside their images". */
    public String layout() throws IOException {
        return format + ": " + readers.apply(Optional.empty()).layout();
    }

    /**
     * Those of the usual splits that there are; {@code train} where the dataset is in one piece.
     *
     * @throws IOException if there is no dataset of the format
     */
    public List<String> splits() throws IOException {
        List<String> usual = listed().stream().filter(DatasetSource::isUsual).toList();
        return usual.isEmpty() ? Splits.USUAL.subList(0, 1) : inOrder(usual);
    }

    /** All splits that the dataset lists, also those of other names. */
    public List<String> listed() throws IOException {
        return readers.apply(Optional.empty()).splits();
    }

    private static boolean isUsual(String split) {
        return Splits.USUAL.stream().anyMatch(split::equalsIgnoreCase);
    }

    private static List<String> inOrder(List<String> splits) {
        return Splits.USUAL.stream()
                .flatMap(usual -> splits.stream().filter(usual::equalsIgnoreCase))
                .toList();
    }

    /**
     * Reads the annotations of a split.
     *
     * @param split its name in the dataset, as {@code train}, {@code val} or {@code test}
     * @param classes the class list, by class id; without it that of the annotations
     * @param findings of this split alone
     * @throws IOException if the findings throw it, or there is nothing to go on with; the message is one line
     */
    public Dataset read(String split, Optional<List<String>> classes, Findings findings) throws IOException {
        Dataset dataset = readers.apply(classes).read(split, findings);
        long empty = dataset.samples().stream()
                .filter(sample -> sample.boxes().isEmpty())
                .count();
        if (2 * empty > dataset.size() && empty < dataset.size()) {
            findings.tell(
                    ProblemKind.MOSTLY_EMPTY,
                    place + ": " + empty + " of the " + dataset.size() + " images of split '" + split
                            + "' show no object; if their labels are only missing, add them or leave the images out");
        }
        return dataset;
    }

    @Override
    public String toString() {
        return place;
    }
}
