package io.github.yolox4j.cli.option;

import io.github.yolox4j.train.data.ClassSelection;
import io.github.yolox4j.train.data.EmptiedImages;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which classes of a dataset count, and which of them are one. */
final class ClassSelectionOptions {

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

    ClassSelection selection() {
        return new ClassSelection(kept, Map.of(), dropEmptied ? EmptiedImages.DROP : EmptiedImages.BACKGROUND)
                .renaming(renamings.toArray(new String[0]));
    }
}
