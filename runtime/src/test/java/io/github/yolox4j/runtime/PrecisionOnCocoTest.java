package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.precision.HalfPrecision;
import io.github.yolox4j.export.precision.Int8Precision;
import io.github.yolox4j.export.sample.OfficialNano;
import io.github.yolox4j.inference.OnnxDetector;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.pass.GraphPass;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.SharedData;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.eval.DetectedDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What half precision and int8 cost the official nano on 47 images of COCO's validation set: average precision, bytes
 * of the file, time of a run (one image, two threads; median of 60). Calibrated on the first 16 of these images.
 */
@Tag("slow")
class PrecisionOnCocoTest {

    private static final double LOSS_OF_HALF = 0.002;
    private static final double LOSS_OF_INT8 = 0.02;
    private static final int CALIBRATION_IMAGES = 16;
    private static final int SCAN_IMAGES = 4;
    private static final int RUNS = 60;
    private static final long[] SHAPE = {1, 3, 416, 416};

    @TempDir
    Path folder;

    @Test
    void half_precision_loses_next_to_nothing_and_int8_little() throws IOException {
        Dataset dataset = DatasetFormat.COCO.read(SharedData.folder("coco_val_ccby"), "val");
        OnnxModel model = OfficialNano.exported(OnnxExporter.standard());
        List<BgrImage> images = new ArrayList<>();
        for (Sample sample : dataset.samples().subList(0, CALIBRATION_IMAGES)) {
            images.add(ImageFiles.read(sample.image()));
        }
        double single = measure("fp32", dataset, model, graph -> graph);
        assertThat(single).isCloseTo(0.291933, within(1e-4));
        double half = measure("fp16", dataset, model, new HalfPrecision());
        assertThat(single - half).isLessThan(LOSS_OF_HALF);

        for (double percent : new double[] {100, 99.99}) {
            OnnxCalibrator calibrator = OnnxCalibrator.percentile(images, percent);
            Int8Precision everything = Int8Precision.of(calibrator);
            measure("int8, nothing in float, " + percent + " %", dataset, model, everything);
            Set<String> sensitive = sensitive(model.graph(), calibrator, images);
            System.out.println("in float: " + new TreeSet<>(sensitive));
            String name = "int8, " + sensitive.size() + " in float, " + percent + " %";
            double int8 = measure(name, dataset, model, everything.withInFloat(sensitive));
            assertThat(single - int8).as(name).isLessThan(LOSS_OF_INT8);
        }
    }

    private static Set<String> sensitive(OnnxGraph graph, OnnxCalibrator calibrator, List<BgrImage> images) {
        return new SensitivityScan(images.subList(0, SCAN_IMAGES)).above(SensitivityScan.LIMIT, graph, calibrator);
    }

    private double measure(String name, Dataset dataset, OnnxModel model, GraphPass pass) throws IOException {
        Path file = folder.resolve("nano.onnx");
        WholeFile.write(
                file,
                new OnnxModel(pass.apply(model.graph()), model.producer(), model.producerVersion(), model.metadata())
                        ::writeTo);
        double ap;
        SessionSettings settings = SessionSettings.DEFAULT.withThreads(2);
        try (OnnxDetector detector = OnnxDetector.open(file, Postprocessing.DEFAULT, settings)) {
            ap = DetectedDataset.of(dataset, detector, done -> {}).coco().ap();
        }
        Map<String, Integer> ran = OperatorProfile.of(file, SHAPE);
        System.out.printf(
                Locale.ROOT,
                "%-40s AP %.6f  %,9d bytes  %5.1f ms  %3d integer and %3d other convolutions%n",
                name,
                ap,
                Files.size(file),
                milliseconds(file, settings),
                ran.getOrDefault("QLinearConv", 0),
                ran.getOrDefault("Conv", 0) + ran.getOrDefault("FusedConv", 0));
        return ap;
    }

    private static double milliseconds(Path file, SessionSettings settings) throws IOException {
        FloatBuffer zeros = ByteBuffer.allocateDirect(Float.BYTES * 3 * 416 * 416)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        List<Long> times = new ArrayList<>();
        try (LoadedModel model = LoadedModel.open(file, settings);
                OnnxTensor input = model.tensor(zeros, SHAPE)) {
            for (int i = 0; i < RUNS; i++) {
                long start = System.nanoTime();
                model.run(Map.of("images", input)).close();
                times.add(System.nanoTime() - start);
            }
        }
        return times.stream().sorted().skip(RUNS / 2).findFirst().orElseThrow() / 1e6;
    }
}
