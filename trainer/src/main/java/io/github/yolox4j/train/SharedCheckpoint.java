package io.github.yolox4j.train;

import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.train.parallel.Ranks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Gives all ranks the checkpoint that rank 0 has: they need not see its folder. */
record SharedCheckpoint(Ranks ranks) {

    /** What rank 0 does to get the checkpoint. */
    interface Source {
        Checkpoint get() throws IOException;
    }

    /** The state of rank 0 at every rank. */
    TrainingState of(TrainingState own, TrainingConfig config, List<String> classes) throws IOException {
        if (ranks.size() == 1) {
            return own;
        }
        ModelCard card = ModelCard.of(config.task(), classes, config.input());
        Checkpoint first = of(() -> own.checkpoint(card));
        return ranks.rank() == 0 ? own : TrainingState.of(first, config.optimisation());
    }

    Checkpoint of(Source source) throws IOException {
        if (ranks.size() == 1) {
            return source.get();
        }
        Path file = Files.createTempFile("yolox4j-rank", ".ckpt");
        try {
            if (ranks.rank() == 0) {
                Checkpoint own = source.get();
                own.write(file);
                ranks.broadcast(0, Files.readAllBytes(file));
                return own;
            }
            Files.write(file, ranks.broadcast(0, new byte[0]));
            return Checkpoint.read(file);
        } finally {
            Files.delete(file);
        }
    }
}
