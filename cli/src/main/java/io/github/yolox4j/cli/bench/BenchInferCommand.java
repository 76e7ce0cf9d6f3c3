package io.github.yolox4j.cli.bench;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.file.InputImages;
import io.github.yolox4j.cli.option.DeviceOptions;
import io.github.yolox4j.cli.option.Engine;
import io.github.yolox4j.cli.option.SuppressionOptions;
import io.github.yolox4j.detection.DetectionPhases;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.dnn.DnnPhases;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.inference.OnnxDetector;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yolox4j bench infer}. */
@Command(
        name = "infer",
        sortOptions = false,
        description = "Times detection with an exported file or with random weights: letterbox, network, and "
                + "decoding with suppression, separately.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  yolox4j bench infer --file cells.onnx --images photos/ --batch 8",
            "  yolox4j bench infer --size s --input 640 --engine opencv --threads 2 --json infer.json"
        })
final class BenchInferCommand extends ConsoleCommand {

    enum Runner {
        ONNXRUNTIME,
        OPENCV;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--file", paramLabel = "FILE", description = "An ONNX file of 'yolox4j export'.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--size",
            defaultValue = "${bundle:network.size}",
            paramLabel = "SIZE",
            description = "Network without --file: nano, tiny, s, m, l, x or yolov3, with random weights, form "
                    + "raw (default: ${DEFAULT-VALUE}).")
    private String size;

    @Option(
            names = "--input",
            defaultValue = "${bundle:network.side}",
            paramLabel = "SIDE|HxW",
            description = "Input size without --file, in pixels, multiples of 32 (default: ${DEFAULT-VALUE}).")
    private AnchorGrid input;

    @Option(names = "--batch", defaultValue = "1", description = "Images per run (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Folder of images: the first ones are used (default: noise, which contains few detections).")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = Engine.OPTION,
            defaultValue = "onnxruntime",
            paramLabel = "NAME",
            description = "Engine: onnxruntime, or opencv for its DNN module (default: ${DEFAULT-VALUE}).")
    private Runner engine;

    @Mixin
    private DeviceOptions device;

    @Option(
            names = "--threads",
            defaultValue = "${bundle:session.threads}",
            paramLabel = "N",
            description = "Number of compute threads; 0: one per core, or as many as the system property "
                    + SessionSettings.THREADS + " says (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Mixin
    private SuppressionOptions suppression;

    @Mixin
    private BenchOptions options;

    @Option(names = "--runs", defaultValue = "30", description = "Number of timed runs (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Override
    protected int run(PrintWriter out) throws IOException {
        if (batch < 1 || runs < 1 || options.warmup() < 0 || threads < 0) {
            throw new IllegalArgumentException(
                    "--batch and --runs must be at least 1, --warmup and --threads at least 0, got --batch " + batch
                            + " --runs " + runs + " --warmup " + options.warmup() + " --threads " + threads);
        }
        if (engine == Runner.OPENCV) {
            device.refuseFor("engine opencv runs on the CPU only");
        }
        Path scratch = Files.createTempFile("yolox4j", ".onnx");
        try {
            time(
                    out,
                    file.isPresent()
                            ? BenchedFile.exported(file.get())
                            : BenchedFile.random(YoloxConfig.of(YoloxConfig.Size.parse(size)), input, batch, scratch));
        } finally {
            Files.delete(scratch);
        }
        return ExitCode.DONE;
    }

    private void time(PrintWriter out, BenchedFile subject) throws IOException {
        List<BgrImage> images = images(subject.grid());
        Postprocessing postprocessing = suppression.postprocessing();
        StepTimes.OfDetection times =
                switch (engine) {
                    case ONNXRUNTIME -> {
                        SessionSettings settings = device.settings().withThreads(threads);
                        try (OnnxDetector detector =
                                        OnnxDetector.open(subject.file(), subject.facts(), postprocessing, settings);
                                DetectionPhases phases = detector.phases(batch)) {
                            yield StepTimes.OfDetection.measure(phases, images, options.warmup(), runs);
                        }
                    }
                    case OPENCV -> {
                        if (threads > 0) {
                            DnnPhases.limitThreads(threads);
                        }
                        try (DetectionPhases phases = opencv(subject, postprocessing)) {
                            yield StepTimes.OfDetection.measure(phases, images, options.warmup(), runs);
                        }
                    }
                };
        report(out, subject, times);
    }

    private DetectionPhases opencv(BenchedFile subject, Postprocessing postprocessing) throws IOException {
        ModelMetadata facts = subject.facts();
        if (facts.form().selects() || facts.preprocessing().inFile()) {
            throw new IOException(subject.file()
                    + ": engine opencv runs only the forms raw and decoded without a letterbox inside; this file "
                    + "has the form "
                    + facts.form().lowerName());
        }
        return DnnPhases.open(subject.file(), facts.decoder(postprocessing), batch);
    }

    /** As many as a run takes; those of a folder again and again if they are fewer. */
    private List<BgrImage> images(AnchorGrid grid) throws IOException {
        if (folder.isEmpty()) {
            return InputImages.noise(grid, batch);
        }
        List<BgrImage> first = InputImages.first(batch, folder.get());
        return IntStream.range(0, batch)
                .mapToObj(i -> first.get(i % first.size()))
                .toList();
    }

    private void report(PrintWriter out, BenchedFile subject, StepTimes.OfDetection times) throws IOException {
        AnchorGrid grid = subject.grid();
        int told = SessionSettings.DEFAULT.withThreads(threads).threadsUsed();
        int used = told > 0 ? told : Runtime.getRuntime().availableProcessors();
        String name = file.map(Path::toString).orElse(size);
        out.printf(
                Locale.ROOT,
                "%s at %d x %d, batch %d, %s on %s with %d threads, ms:%n",
                name,
                grid.height(),
                grid.width(),
                batch,
                engine,
                device.asked(),
                used);
        line(out, "preprocessing", times.preprocessing());
        line(out, "network", times.run());
        line(out, "postprocessing", times.postprocessing());
        line(out, "all", times.whole());
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("best_ms", times.whole().best());
        result.put("median_ms", times.whole().median());
        result.put("p95_ms", times.whole().p95());
        result.put("preprocessing", times.preprocessing());
        result.put("network", times.run());
        result.put("postprocessing", times.postprocessing());
        BenchOptions.peakMegabytes().ifPresent(megabytes -> result.put("peak_rss_mb", megabytes));
        result.put("threads", used);
        result.put("engine", engine.toString());
        result.put("device", device.device().toString());
        result.put(file.isPresent() ? "file" : "size", name);
        result.put("input", List.of(grid.height(), grid.width()));
        result.put("batch", batch);
        result.put("runs", runs);
        subject.parameters().ifPresent(count -> result.put("parameters", count));
        options.write(result);
    }

    private static void line(PrintWriter out, String phase, StepTimes times) {
        out.printf(
                Locale.ROOT,
                "  %-15s best %8.2f, median %8.2f, 95 %% within %8.2f%n",
                phase,
                times.best(),
                times.median(),
                times.p95());
    }
}
