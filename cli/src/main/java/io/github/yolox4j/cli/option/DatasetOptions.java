package io.github.yolox4j.cli.option;

import io.github.yolox4j.train.data.ClassSelection;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.EmptiedImages;
import io.github.yolox4j.train.data.SelectedClasses;
import io.github.yolox4j.train.data.format.DatasetFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where annotated images come from, and which of their classes count. */
public final class DatasetOptions {

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder of the dataset.")
    private Path folder;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "voc (Annotations/, JPEGImages/, ImageSets/Main/), coco (JSON, images/) or yolo (data.yaml).")
    private DatasetFormat format;

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

    public Path folder() {
        return folder;
    }

    public DatasetFormat format() {
        return format;
    }

    /** The complete list of classes, if one was given: any other in the annotations is an error. */
    public Optional<List<String>> names() throws IOException {
        return names.names();
    }

    public ClassSelection selection() {
        return new ClassSelection(kept, Map.of(), dropEmptied ? EmptiedImages.DROP : EmptiedImages.BACKGROUND)
                .renaming(renamings.toArray(new String[0]));
    }

    /** Reads a split and leaves in it the classes asked for. */
    public Dataset read(String split) throws IOException {
        return select(split).dataset();
    }

    /** Reads splits with the same classes, those asked for, and says what was left out. */
    public Map<String, Dataset> read(List<String> splits, PrintWriter out) throws IOException {
        Optional<List<String>> known = names();
        Map<String, Dataset> read = new LinkedHashMap<>();
        for (String split : splits) {
            Dataset dataset = read(split, known);
            known = known.or(() -> selection().isAll() ? Optional.of(dataset.classes()) : Optional.empty());
            read.put(split, dataset);
        }
        for (Map.Entry<String, SelectedClasses> entry : selection().select(read).entrySet()) {
            tell(entry.getKey(), entry.getValue(), out);
            requireImages(entry.getKey(), entry.getValue().dataset());
            read.put(entry.getKey(), entry.getValue().dataset());
        }
        return read;
    }

    /** Reads a split whose classes are known, those asked for among them, and says what was left out. */
    public Dataset read(String split, List<String> known, PrintWriter out) throws IOException {
        if (selection().isAll()) {
            return read(split, Optional.of(known));
        }
        SelectedClasses selected = select(split);
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

    private SelectedClasses select(String split) throws IOException {
        SelectedClasses selected = selection().select(read(split, names()));
        requireImages(split, selected.dataset());
        return selected;
    }

    private Dataset read(String split, Optional<List<String>> known) throws IOException {
        Dataset dataset = format.read(folder, split, known);
        requireImages(split, dataset);
        return dataset;
    }

    private void requireImages(String split, Dataset dataset) throws IOException {
        if (dataset.size() == 0) {
            throw new IOException(folder + ": split '" + split + "' has no images"
                    + (selection().isAll() ? "" : " with objects of " + dataset.classes()));
        }
    }
}
