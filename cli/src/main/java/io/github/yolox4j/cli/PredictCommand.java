package io.github.yolox4j.cli;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.file.CsvRows;
import io.github.yolox4j.cli.file.Drawings;
import io.github.yolox4j.cli.file.ImageFolder;
import io.github.yolox4j.cli.file.Inputs;
import io.github.yolox4j.cli.file.JsonFiles;
import io.github.yolox4j.cli.option.ClassNamesOption;
import io.github.yolox4j.cli.option.DetectorChoice;
import io.github.yolox4j.cli.option.SuppressionOptions;
import io.github.yolox4j.cli.weights.NamedDetector;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
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
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yolox4j predict}. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Detects objects in images.",
        footerHeading = "%nExample:%n",
        footer = {
            "  yolox4j predict --weights runs/cells/best.ckpt --draw out photos/ more/one.jpg",
            "  yolox4j predict --weights yolox_nano.onnx --json found.json dog.jpg",
            "  yolox4j predict --weights cells-int8.onnx --csv found.csv photos/"
        })
final class PredictCommand implements Callable<Integer> {

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
            description = "Writes copies of the images with drawn boxes into this folder.")
    private Optional<Path> drawings = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Postprocessing postprocessing = suppression.postprocessing();
        Map<String, List<Map<String, Object>>> found = new LinkedHashMap<>();
        CsvRows rows = new CsvRows("image", "class", "class_id", "score", "x1", "y1", "x2", "y2");
        try (NamedDetector named = weights.open(
                postprocessing,
                1,
                names.names(),
                WeightsFile::numberedClasses,
                spec.commandLine().getErr())) {
            List<String> classes = named.classes();
            List<Path> images = images();
            for (Optional<Path> written : List.of(json, csv)) {
                if (written.isPresent()) {
                    Inputs.of(images).refuseAsOutput(written.get());
                }
            }
            Optional<Drawings> drawn =
                    drawings.isPresent() ? Optional.of(Drawings.of(drawings.get(), images)) : Optional.empty();
            for (Path image : images) {
                BgrImage pixels = ImageFiles.read(image);
                List<Detection> detections = named.detector().detect(pixels);
                out.printf("%s: %s%n", image, summary(detections, classes));
                found.put(
                        image.toString(),
                        detections.stream().map(d -> json(d, classes)).toList());
                for (Detection d : detections) {
                    rows.add(image, classes.get(d.classId()), d.classId(), d.score(), d.x1(), d.y1(), d.x2(), d.y2());
                }
                if (drawn.isPresent()) {
                    ImageFiles.write(
                            BoxPainter.of(classes).draw(pixels, detections),
                            drawn.get().of(image));
                }
            }
        }
        if (json.isPresent()) {
            JsonFiles.write(json.get(), found);
        }
        if (csv.isPresent()) {
            rows.write(csv.get());
        }
        return ExitCode.DONE;
    }

    private List<Path> images() throws IOException {
        List<Path> images = new ArrayList<>();
        for (Path input : inputs) {
            if (Files.isDirectory(input)) {
                images.addAll(new ImageFolder(input).files());
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

    private static String summary(List<Detection> detections, List<String> classes) {
        if (detections.isEmpty()) {
            return "nothing found";
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        detections.forEach(d -> counts.merge(classes.get(d.classId()), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        counts.forEach((name, count) -> parts.add(count + " " + name));
        return String.join(", ", parts)
                + String.format(Locale.ROOT, " (best %.2f)", detections.get(0).score());
    }

    private static Map<String, Object> json(Detection d, List<String> classes) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("class", classes.get(d.classId()));
        map.put("class_id", d.classId());
        map.put("score", d.score());
        map.put("box", List.of(d.x1(), d.y1(), d.x2(), d.y2()));
        return map;
    }
}
