package io.github.yolox4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.sample.SmallDetector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of README.md. */
class ReadmeTest {

    @Test
    void its_detector_finds_what_the_file_holds(@TempDir Path folder) throws IOException {
        SmallDetector small = SmallDetector.create();
        for (int level = 0; level < 3; level++) { // high scores, as those of a trained model
            small.weights().value("head.obj_preds." + level + ".bias").addi(4);
            small.weights().value("head.cls_preds." + level + ".bias").addi(4);
        }
        Path file = small.write(folder, ModelMetadata.Form.DECODED, ExportOptions.dynamicBatch());
        Path image = folder.resolve("noise.png");
        ImageFiles.write(SmallDetector.noise(1, 96, 64), image);
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        try (OnnxDetector detector = OnnxDetector.open(file)) {
            List<String> names = detector.facts().names();
            for (Detection found : detector.detect(ImageFiles.read(image))) {
                out.println(names.get(found.classId()) + " " + found.score() + " " + found.box());
            }
        }

        assertThat(text.toString().lines())
                .isNotEmpty()
                .allMatch(line -> line.matches("(cat|dog) 0\\.[3-9]\\d* \\(.*\\)"));
    }
}
