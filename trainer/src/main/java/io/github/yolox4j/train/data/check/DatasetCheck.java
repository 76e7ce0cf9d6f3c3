package io.github.yolox4j.train.data.check;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.detection.image.ImageNotes;
import io.github.yolox4j.model.file.Sha256;
import io.github.yolox4j.train.data.ClassSelection;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.SelectedClasses;
import io.github.yolox4j.train.data.annotation.Splits;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.Policy;
import io.github.yolox4j.train.data.finding.ProblemKind;
import io.github.yolox4j.train.data.format.DatasetSource;
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
public final class DatasetCheck {

    private record Seen(String split, Path image) {}

    private final DatasetSource source;
    private final Policy policy;
    private final Findings findings;
    private final Map<String, Seen> imageOfDigest = new HashMap<>();

    private DatasetCheck(DatasetSource source, Policy policy) {
        this.source = source;
        this.policy = policy;
        this.findings = Findings.collecting(policy);
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
            DatasetSource source,
            List<String> splits,
            Optional<List<String>> classes,
            ClassSelection selection,
            Policy policy)
            throws IOException {
        return new DatasetCheck(source, policy).of(splits, classes, selection);
    }

    private DatasetReport of(List<String> splits, Optional<List<String>> classes, ClassSelection selection)
            throws IOException {
        Map<String, Dataset> datasets = new LinkedHashMap<>();
        Optional<List<String>> known = classes;
        for (String split : splits) {
            Findings ofSplit = Findings.collecting(policy);
            Dataset dataset = source.read(split, known, ofSplit);
            if (split.equalsIgnoreCase("train")) {
                Labelling.check(source.toString(), split, dataset, ofSplit);
            }
            findings.add(ofSplit);
            datasets.put(split, dataset);
            known = known.or(() -> selection.isAll() ? Optional.of(dataset.classes()) : Optional.empty());
        }
        Map<String, SelectedClasses> selected = selection.select(datasets);
        for (Map.Entry<String, SelectedClasses> entry : selected.entrySet()) {
            images(entry.getKey(), entry.getValue().dataset());
        }
        DatasetReport report = new DatasetReport(selected, List.of());
        unusedClasses(report.splits());
        return new DatasetReport(selected, List.copyOf(findings.problems()));
    }

    private void images(String split, Dataset dataset) throws IOException {
        int before = leftOut();
        for (Sample sample : dataset.samples()) {
            if (sample.boxes().isEmpty()) {
                findings.tell(ProblemKind.NO_OBJECTS, sample.image() + ": no objects");
            }
            if (findings.attempt(ProblemKind.UNREADABLE_IMAGE, () -> decoded(sample))
                    .isPresent()) {
                Optional<String> digest = findings.attempt(
                        ProblemKind.UNREADABLE_IMAGE, () -> Sha256.of(Files.readAllBytes(sample.image())));
                if (digest.isPresent()) {
                    compare(digest.get(), new Seen(split, sample.image()));
                }
            }
        }
        int leftOut = leftOut() - before;
        if (2 * leftOut > dataset.size()) {
            findings.tell(
                    ProblemKind.FEW_IMAGES,
                    source + ": " + leftOut + " of the " + dataset.size() + " images of split '" + split
                            + "' cannot be read or have another size than annotated, which is more than half");
        }
    }

    private int leftOut() {
        return findings.count(ProblemKind.UNREADABLE_IMAGE) + findings.count(ProblemKind.WRONG_SIZE);
    }

    private BgrImage decoded(Sample sample) throws IOException {
        BgrImage image = ImageFiles.read(sample.image());
        if (image.width() != sample.width() || image.height() != sample.height()) {
            findings.tell(
                    ProblemKind.WRONG_SIZE,
                    sample.image() + ": has " + image.width() + " x " + image.height()
                            + " pixels, but its annotation says " + sample.width() + " x " + sample.height());
        }
        for (String note : ImageNotes.of(sample.image())) {
            findings.tell(ProblemKind.NEARLY_BLACK, sample.image() + ": " + note);
        }
        return image;
    }

    private void compare(String digest, Seen seen) throws IOException {
        Seen first = imageOfDigest.putIfAbsent(digest, seen);
        if (first != null) {
            boolean isShared = first.split().equalsIgnoreCase("train")
                    && Splits.names("val").contains(seen.split());
            findings.tell(
                    isShared ? ProblemKind.SHARED_IMAGE : ProblemKind.DUPLICATE_IMAGE,
                    seen.image() + " of split '" + seen.split() + "': the same image as " + first.image()
                            + " of split '" + first.split() + "'");
        }
    }

    private void unusedClasses(Map<String, Dataset> datasets) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        datasets.values().forEach(dataset -> names.addAll(dataset.classes()));
        for (Dataset dataset : datasets.values()) {
            dataset.samples().stream()
                    .flatMap(sample -> sample.boxes().stream())
                    .map(box -> dataset.classes().get(box.classId()))
                    .distinct()
                    .forEach(names::remove);
        }
        for (String name : names) {
            findings.tell(
                    ProblemKind.UNUSED_CLASS, source + ": no object of class '" + name + "' in " + datasets.keySet());
        }
    }
}
