package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainOnShapesTest {

    @Test
    void the_loss_falls_and_the_checkpoint_names_it(@TempDir Path folder) throws IOException {
        List<Double> losses = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(Step step) {
                losses.add(step.loss().total());
            }
        };

        TrainingResult result = TrainOnShapes.train(folder, 8, 12, listener);

        assertThat(losses).hasSize(24).allMatch(Double::isFinite);
        // Not step by step: what is assigned to an object changes from one to the next.
        assertThat(Collections.min(losses)).isLessThan(losses.get(0));
        assertThat(Checkpoint.read(result.best()).card().losses().box()).isEqualTo("charbonnier_iou(epsilon=0.1)");
    }
}
