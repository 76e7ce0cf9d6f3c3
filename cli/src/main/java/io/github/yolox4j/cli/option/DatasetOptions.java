package io.github.yolox4j.cli.option;

import io.github.yolox4j.train.data.ClassSelection;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.EmptiedImages;
import io.github.yolox4j.train.data.SelectedClasses;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.Policy;
import io.github.yolox4j.train.data.format.DatasetSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which annotated images are read, by which policy, and which of their classes count. */
public final class DatasetOptions {

    private static final int NAMED = 5;

    @Mixin
    private DatasetPlaceOptions place;

    @Option(
            names = "--strict",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Refuses everything in the annotations and images that would be read with a note, and stops "
                    + "at an image that is missing or cannot be read. By default such images are left out, counted and "
                    + "named (see docs/datasets.md).")
    private boolean strict;

    @Option(
            names = "--drop-invalid",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Leaves out objects whose annotation makes no sense, and counts them (default: they are "
                    + "refused).")
    private boolean dropInvalid;

    @Option(
            names = "--classes",
            split = ",",
            paramLabel = "NAME",
            description = "Classes to keep, in the order of their ids, as in car,person. Boxes of other classes are "
                    + "left out (default: all classes).")
    private List<String> kept = List.of();

    @Option(
            names = "--map",
            split = ",",
            paramLabel = "CLASS=CLASS",
            description = "Renames or merges classes, as in van=car,bus=car. --classes takes the new names.")
    private List<String> renamings = List.of();

    @Option(
            names = "--drop-emptied",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Leaves out images that lose all their objects to --classes (default: they stay as "
                    + "background).")
    private boolean dropEmptied;

    @Mixin
    private ClassNamesOption names;

    /**
     * A split as it was read.
     *
     * @param findings what was unusual about it
     */
    public record ReadSplit(Dataset dataset, Findings findings) {}

    /** The dataset that is meant; its format is found by looking where it was not given. */
    public DatasetSource source() throws IOException {
        return place.source();
    }

    /** Says which format was found, if it was not given. */
    public void tellFormat(PrintWriter out) throws IOException {
        place.tellFormat(out);
    }

    public boolean isStrict() {
        return strict;
    }

    public Policy policy() {
        if (strict && dropInvalid) {
            throw new IllegalArgumentException("--strict and --drop-invalid are alternatives; give only one");
        }
        return strict ? Policy.STRICT : dropInvalid ? Policy.DROP_INVALID : Policy.USUAL;
    }

    /** The complete list of classes, if one was given: any other in the annotations is an error. */
    public Optional<List<String>> names() throws IOException {
        return names.names();
    }

    public ClassSelection selection() {
        return new ClassSelection(kept, Map.of(), dropEmptied ? EmptiedImages.DROP : EmptiedImages.BACKGROUND)
                .renaming(renamings.toArray(new String[0]));
    }

    /** The classes of a split that are asked for. */
    public List<String> classes(String split) throws IOException {
        return selection().select(read(split, names()).dataset()).dataset().classes();
    }

    /** Reads splits with the same classes, those asked for, and says what was noted and left out. */
    public Map<String, ReadSplit> readSplits(List<String> splits, PrintWriter out) throws IOException {
        tellFormat(out);
        Optional<List<String>> known = names();
        Map<String, ReadSplit> read = new LinkedHashMap<>();
        Map<String, Dataset> datasets = new LinkedHashMap<>();
        for (String split : splits) {
            ReadSplit found = read(split, known);
            tellNotes(split, found.findings(), out);
            known = known.or(
                    () -> selection().isAll() ? Optional.of(found.dataset().classes()) : Optional.empty());
            read.put(split, found);
            datasets.put(split, found.dataset());
        }
        for (Map.Entry<String, SelectedClasses> entry :
                selection().select(datasets).entrySet()) {
            String split = entry.getKey();
            tell(split, entry.getValue(), out);
            requireImages(split, entry.getValue().dataset());
            read.put(
                    split,
                    new ReadSplit(entry.getValue().dataset(), read.get(split).findings()));
        }
        return read;
    }

    /** As {@link #readSplits}, the datasets alone. */
    public Map<String, Dataset> read(List<String> splits, PrintWriter out) throws IOException {
        Map<String, Dataset> datasets = new LinkedHashMap<>();
        readSplits(splits, out).forEach((split, read) -> datasets.put(split, read.dataset()));
        return datasets;
    }

    /** Reads a split whose classes are known, those asked for among them, and says what was noted and left out. */
    public Dataset read(String split, List<String> known, PrintWriter out) throws IOException {
        tellFormat(out);
        ReadSplit read = read(split, selection().isAll() ? Optional.of(known) : names());
        tellNotes(split, read.findings(), out);
        if (selection().isAll()) {
            return read.dataset();
        }
        SelectedClasses selected = selection().select(read.dataset());
        requireImages(split, selected.dataset());
        tell(split, selected, out);
        return selected.dataset().numberedBy(known);
    }

    /** Says what was left out of a split, if classes were asked for. */
    public void tell(String split, SelectedClasses selected, PrintWriter out) {
        if (selection().isAll()) {
            return;
        }
        out.printf("Classes of split '%s': %s.%n", split, selected);
    }

    /** Says in one line what was noted, and names images that were left out. */
    private static void tellNotes(String split, Findings findings, PrintWriter out) {
        if (findings.summary().isEmpty()) {
            return;
        }
        out.printf("Split '%s' was read with notes: %s ('dataset check' lists them).%n", split, findings.summary());
        List<String> images = findings.imagesLeftOut();
        images.stream().limit(NAMED).forEach(image -> out.println("  " + image));
        if (images.size() > NAMED) {
            out.println("  ...");
        }
    }

    private ReadSplit read(String split, Optional<List<String>> known) throws IOException {
        Findings findings = Findings.stopping(policy());
        Dataset dataset = source().read(split, known, findings);
        requireImages(split, dataset);
        return new ReadSplit(dataset, findings);
    }

    private void requireImages(String split, Dataset dataset) throws IOException {
        if (dataset.size() == 0) {
            throw new IOException(source() + ": split '" + split + "' has no images"
                    + (selection().isAll() ? "" : " with objects of " + dataset.classes()));
        }
    }
}
