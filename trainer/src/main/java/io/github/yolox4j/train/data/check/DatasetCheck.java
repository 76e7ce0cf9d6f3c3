package io.github.yolox4j.train.data.check;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.model.file.Sha256;
import io.github.yolox4j.train.data.ClassSelection;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.format.Findings;
import io.github.yolox4j.train.data.format.Problem;
import io.github.yolox4j.train.data.format.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads annotations and images of all splits to the end, whatever is wrong with them, and collects the problems. All
 * images are decoded, and compared by their bytes within and across splits.
 */
public final class DatasetCheck implements Findings {

    private final Path folder;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Map<String, Path> imageOfDigest = new HashMap<>();

    private DatasetCheck(Path folder) {
        this.folder = folder;
    }

    /**
     * Checks splits. Where some classes count only, these are annotations of all classes, images and numbers of those
     * that are left.
     *
     * @param classes the class list, by class id; without it that of the annotations
     * @throws IOException if there is nothing to check: a folder or split is missing, or an annotation file of all
     *     images is broken
     * @throws IllegalArgumentException if a class that is kept or renamed is in none of the splits
     */
    public static DatasetReport of(
            DatasetFormat format,
            Path folder,
            List<String> splits,
            Optional<List<String>> classes,
            ClassSelection selection)
            throws IOException {
        DatasetCheck check = new DatasetCheck(folder);
        Map<String, Dataset> datasets = new LinkedHashMap<>();
        for (String split : splits) {
            datasets.put(split, format.read(folder, split, classes, check));
        }
        DatasetReport report = new DatasetReport(selection.select(datasets), List.of());
        for (Dataset dataset : report.splits().values()) {
            check.images(dataset);
        }
        check.unusedClasses(report.splits());
        return new DatasetReport(report.selected(), List.copyOf(check.problems));
    }

    @Override
    public void refuse(ProblemKind kind, IOException error) {
        String message = error.getMessage() == null ? error.toString() : error.getMessage();
        tell(kind, message);
    }

    @Override
    public void tell(ProblemKind kind, String text) {
        problems.add(new Problem(kind, text));
    }

    private void images(Dataset dataset) throws IOException {
        for (Sample sample : dataset.samples()) {
            if (sample.boxes().isEmpty()) {
                tell(ProblemKind.NO_OBJECTS, sample.image() + ": no objects");
            }
            if (attempt(ProblemKind.UNREADABLE_FILE, () -> decoded(sample)).isPresent()) {
                attempt(ProblemKind.UNREADABLE_FILE, () -> Sha256.of(Files.readAllBytes(sample.image())))
                        .ifPresent(digest -> compare(digest, sample.image()));
            }
        }
    }

    private BgrImage decoded(Sample sample) throws IOException {
        BgrImage image = ImageFiles.read(sample.image());
        if (image.width() != sample.width() || image.height() != sample.height()) {
            tell(
                    ProblemKind.WRONG_SIZE,
                    sample.image() + ": has " + image.width() + " x " + image.height()
                            + " pixels, but its annotation says " + sample.width() + " x " + sample.height());
        }
        return image;
    }

    private void compare(String digest, Path image) {
        Path first = imageOfDigest.putIfAbsent(digest, image);
        if (first != null) {
            tell(ProblemKind.DUPLICATE_IMAGE, image + ": the same image as " + first);
        }
    }

    private void unusedClasses(Map<String, Dataset> datasets) {
        Set<String> names = new LinkedHashSet<>();
        datasets.values().forEach(dataset -> names.addAll(dataset.classes()));
        for (Dataset dataset : datasets.values()) {
            dataset.samples().stream()
                    .flatMap(sample -> sample.boxes().stream())
                    .map(box -> dataset.classes().get(box.classId()))
                    .distinct()
                    .forEach(names::remove);
        }
        names.forEach(name ->
                tell(ProblemKind.UNUSED_CLASS, folder + ": no object of class '" + name + "' in " + datasets.keySet()));
    }
}
