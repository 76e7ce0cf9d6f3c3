package io.github.yolox4j.cli.report;

import io.github.yolox4j.cli.file.CsvRows;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.eval.DetectedDataset;
import io.github.yolox4j.train.eval.DetectionReview;
import io.github.yolox4j.train.eval.ImageReview;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pictures of an evaluation, and its images by their errors, as files in a folder. */
public record EvaluationPlots(DetectedDataset detected, DetectionReview review) {

    static final String CURVES = "precision_recall.png";
    static final String F1 = "f1.png";
    static final String CONFUSION = "confusion.png";
    static final String WORST = "worst.png";
    static final String IMAGES = "images.csv";

    private static final int MOST_WORST = 9;

    /** Writes the files, over those that were there, into a folder that is made if it does not exist. */
    public List<Path> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        EvaluationCharts charts = EvaluationCharts.of(detected, review);
        Map<String, BufferedImage> pictures = new LinkedHashMap<>();
        pictures.put(CURVES, charts.precisionOverRecall());
        pictures.put(F1, charts.f1OverConfidence());
        pictures.put(CONFUSION, charts.confusion());
        List<ImageReview> worst = review.worst(MOST_WORST);
        if (worst.isEmpty()) {
            Files.deleteIfExists(folder.resolve(WORST));
        } else {
            pictures.put(WORST, new ReviewSheet(detected.dataset()).of(worst));
        }
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, BufferedImage> picture : pictures.entrySet()) {
            written.add(folder.resolve(picture.getKey()));
            Pictures.write(picture.getValue(), folder.resolve(picture.getKey()));
        }
        written.add(folder.resolve(IMAGES));
        images().write(folder.resolve(IMAGES));
        return written;
    }

    private CsvRows images() {
        CsvRows rows = new CsvRows("image", "file", "objects", "missed", "false");
        for (ImageReview image : review.worst(review.images().size())) {
            Sample sample = detected.dataset().samples().get(Math.toIntExact(image.imageId()));
            rows.add(sample.id(), sample.image(), sample.boxes().size(), image.missedCount(), image.falseCount());
        }
        return rows;
    }
}
