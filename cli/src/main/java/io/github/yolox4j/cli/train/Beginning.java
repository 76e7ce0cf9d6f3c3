package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.Trainer;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/** What the first weights of a run are. */
sealed interface Beginning {

    /** The weights of a file, else random ones. */
    static Beginning of(Optional<WeightsFile> file) {
        return file.<Beginning>map(OfFile::new).orElse(new Random());
    }

    /** Whether nothing is known when training begins. */
    default boolean isRandom() {
        return false;
    }

    /** Whether the folder already has the run, and its options. */
    default boolean isResumed() {
        return false;
    }

    /**
     * Prepares the run.
     *
     * @param out is told which weights of a file fit
     * @throws IOException if a file of weights or an image cannot be read, or does not fit the plan
     */
    Trainer trainer(TrainingPlan plan, TrainingSetup setup, PrintWriter out) throws IOException;

    /** Random weights. */
    record Random() implements Beginning {

        @Override
        public boolean isRandom() {
            return true;
        }

        @Override
        public Trainer trainer(TrainingPlan plan, TrainingSetup setup, PrintWriter out) {
            return new Trainer(plan.config(), setup);
        }
    }

    /** Weights of a file; what it has not, or has for other classes, is random. */
    record OfFile(WeightsFile file) implements Beginning {

        @Override
        public Trainer trainer(TrainingPlan plan, TrainingSetup setup, PrintWriter out) throws IOException {
            TrainingConfig config = plan.config();
            Weights first = new Yolox(config.model()).initialise(DataType.FLOAT, config.seed());
            out.println(first.load(file.stateDict()));
            return Trainer.startingFrom(first, config, setup);
        }
    }

    /**
     * The last checkpoint of the run in the folder.
     *
     * @param otherwise if the run ended before its first checkpoint
     */
    record Resumed(Beginning otherwise) implements Beginning {

        @Override
        public boolean isResumed() {
            return true;
        }

        @Override
        public Trainer trainer(TrainingPlan plan, TrainingSetup setup, PrintWriter out) throws IOException {
            if (!Trainer.canResume(plan.folder())) {
                return otherwise.trainer(plan, setup, out);
            }
            return Trainer.resuming(plan.config(), setup);
        }
    }
}
