package io.github.yolox4j.train.data.yolo;

import io.github.yolox4j.train.data.annotation.Folders;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Label files whose image is missing. */
final class Orphans {

    private static final Pattern ROW = Pattern.compile("-?\\d+(\\.0*)?(\\s+[-+\\d.eE]+){4,}");

    private Orphans() {}

    /**
     * Tells of each as a missing image.
     *
     * @param place a folder of images
     * @param images all that lie in it
     */
    static void tell(Path place, List<Path> images, Findings findings) throws IOException {
        Path labels = YoloReader.labels(place.resolve("x.jpg")).getParent();
        if (!Files.isDirectory(labels)) {
            return;
        }
        Set<Path> used = new HashSet<>();
        images.forEach(image -> used.add(withoutEnding(YoloReader.labels(image))));
        for (Path file : Folders.walk(labels, Integer.MAX_VALUE, Orphans::isText)) {
            if (!used.contains(withoutEnding(file.toAbsolutePath())) && hasRow(file)) {
                findings.tell(ProblemKind.MISSING_IMAGE, file + ": its image is missing in " + place);
            }
        }
    }

    private static boolean isText(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".txt");
    }

    private static Path withoutEnding(Path file) {
        return file.resolveSibling(Folders.stem(file)).normalize();
    }

    /** Whether a file begins with a row of labels: others, as lists of names, are no labels. */
    private static boolean hasRow(Path file) {
        try {
            List<Folders.Entry> lines = Folders.entries(file);
            return !lines.isEmpty() && ROW.matcher(lines.get(0).text()).matches();
        } catch (IOException e) {
            return false; // what is no text is no label
        }
    }
}
