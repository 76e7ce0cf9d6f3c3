package io.github.yolox4j.cli.detect;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.file.CsvRows;
import io.github.yolox4j.cli.file.Drawings;
import io.github.yolox4j.cli.file.InputImages;
import io.github.yolox4j.cli.file.Inputs;
import io.github.yolox4j.cli.file.JsonFiles;
import io.github.yolox4j.cli.option.ClassNamesOption;
import io.github.yolox4j.cli.option.SuppressionOptions;
import io.github.yolox4j.cli.weights.NamedDetector;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.detection.image.ImageNotes;
import io.github.yolox4j.detection.image.opencv.BoxPainter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yolox4j predict}. */
@Command(
        name = "predict",
        sortOptions = false,
        description = "Detects objects in images.",
        footerHeading = "%nExample:%n",
        footer = {
            "  yolox4j predict --weights runs/cells/best.ckpt --draw out photos/ more/one.jpg",
            "  yolox4j predict --weights yolox_nano.onnx --json found.json dog.jpg",
            "  yolox4j predict --weights cells-int8.onnx --csv found.csv photos/"
        })
public final class PredictCommand extends ConsoleCommand {

    @Mixin
    private DetectorChoice weights;

    @Parameters(arity = "1..*", paramLabel = "IMAGE|DIR", description = "Images or folders of images.")
    private List<Path> inputs;

    @Mixin
    private SuppressionOptions suppression;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes the detections to this JSON file: class, class_id, score, box = x1, y1, x2, "
                    + "y2 in image pixels.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Writes one detection per line to this CSV file: image, class, class_id, score, x1, y1, x2, "
                    + "y2.")
    private Optional<Path> csv = Optional.empty();

    @Mixin
    private ClassNamesOption names;

    @Option(
            names = "--draw",
            paramLabel = "DIR",
            description = "Writes copies of the images with drawn boxes into this folder: JPEG and PNG under their own "
                    + "names, others as NAME.png.")
    private Optional<Path> drawings = Optional.empty();

    @Option(
            names = "--strict",
            description = "Stops at the first image that cannot be read. Without it, such images are named and left "
                    + "out, and the exit code is 1.")
    private boolean strict;

    private int leftOut;

    @Override
    protected int run(PrintWriter out) throws IOException {
        try (NamedDetector named = weights.open(
                DetectorChoice.Work.IMAGE_BY_IMAGE,
                suppression.postprocessing(),
                1,
                names.names(),
                WeightsFile::numberedClasses,
                err())) {
            List<Path> images = images();
            refuseOutputsAmong(images);
            FoundDetections found = detect(named, images, out);
            if (json.isPresent()) {
                found.writeJson(json.get());
            }
            if (csv.isPresent()) {
                found.writeCsv(csv.get());
            }
            if (leftOut > 0) {
                err().printf("yolox4j: %d of %d images left out, as they cannot be read%n", leftOut, images.size());
            }
        }
        return leftOut == 0 ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    private FoundDetections detect(NamedDetector named, List<Path> images, PrintWriter out) throws IOException {
        Optional<Drawings> drawn =
                drawings.isPresent() ? Optional.of(Drawings.of(drawings.get(), images)) : Optional.empty();
        FoundDetections found = new FoundDetections(named.classes());
        for (Path image : images) {
            Optional<BgrImage> pixels = read(image);
            if (pixels.isEmpty()) {
                continue;
            }
            List<Detection> detections = named.detector().detect(pixels.get());
            out.printf("%s: %s%n", image, found.add(image, detections));
            if (drawn.isPresent()) {
                ImageFiles.write(
                        BoxPainter.of(named.classes()).draw(pixels.get(), detections),
                        drawn.get().of(image));
            }
        }
        return found;
    }

    /** An image; empty, and counted, if it cannot be read and that is no reason to stop. */
    private Optional<BgrImage> read(Path image) throws IOException {
        try {
            BgrImage pixels = ImageFiles.read(image);
            ImageNotes.of(image).forEach(note -> err().printf("yolox4j: note: %s: %s%n", image, note));
            return Optional.of(pixels);
        } catch (IOException e) {
            if (strict) {
                throw e;
            }
            err().println("yolox4j: left out: " + e.getMessage());
            leftOut++;
            return Optional.empty();
        }
    }

    private void refuseOutputsAmong(List<Path> images) throws IOException {
        for (Optional<Path> written : List.of(json, csv)) {
            if (written.isPresent()) {
                Inputs.of(images).refuseAsOutput(written.get());
            }
        }
    }

    private List<Path> images() throws IOException {
        List<Path> images = new ArrayList<>();
        for (Path input : inputs) {
            if (Files.isDirectory(input)) {
                images.addAll(InputImages.files(input));
            } else if (Files.isRegularFile(input)) {
                images.add(input);
            } else {
                throw new IOException("no such image or folder: " + input);
            }
        }
        if (images.isEmpty()) {
            throw new IOException("no images directly in "
                    + inputs.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
        return images;
    }

    /** What was found in images, image by image. */
    private static final class FoundDetections {

        private final List<String> classes;
        private final Map<String, List<Map<String, Object>>> byImage = new LinkedHashMap<>();
        private final CsvRows rows = new CsvRows("image", "class", "class_id", "score", "x1", "y1", "x2", "y2");

        FoundDetections(List<String> classes) {
            this.classes = List.copyOf(classes);
        }

        /** Adds those of an image, and says in a few words what they are. */
        String add(Path image, List<Detection> detections) {
            byImage.put(image.toString(), detections.stream().map(this::json).toList());
            for (Detection d : detections) {
                rows.add(image, classes.get(d.classId()), d.classId(), d.score(), d.x1(), d.y1(), d.x2(), d.y2());
            }
            return summary(detections);
        }

        void writeJson(Path file) throws IOException {
            JsonFiles.write(file, byImage);
        }

        void writeCsv(Path file) throws IOException {
            rows.write(file);
        }

        private Map<String, Object> json(Detection d) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("class", classes.get(d.classId()));
            map.put("class_id", d.classId());
            map.put("score", d.score());
            map.put("box", List.of(d.x1(), d.y1(), d.x2(), d.y2()));
            return map;
        }

        private String summary(List<Detection> detections) {
            if (detections.isEmpty()) {
                return "nothing found";
            }
            Map<String, Integer> counts = new LinkedHashMap<>();
            detections.forEach(d -> counts.merge(classes.get(d.classId()), 1, Integer::sum));
            List<String> parts = new ArrayList<>();
            counts.forEach((name, count) -> parts.add(count + " " + name));
            return String.join(", ", parts)
                    + String.format(
                            Locale.ROOT, " (best %.2f)", detections.get(0).score());
        }
    }
}
