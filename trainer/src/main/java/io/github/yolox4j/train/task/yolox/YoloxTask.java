package io.github.yolox4j.train.task.yolox;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.assign.Assigner;
import io.github.yolox4j.train.assign.simota.SimOta;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.Objects;

/**
 * The task of YOLOX: a head with objectness, and a box, an objectness and a class term.
 *
 * @see <a href="https://arxiv.org/abs/2107.08430">Ge et al., YOLOX: Exceeding YOLO Series in 2021</a>
 */
public record YoloxTask(YoloxConfig network, Assigner assigner, LossChoice losses) implements DetectionTask {

    public YoloxTask {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(assigner, "assigner");
        Objects.requireNonNull(losses, "losses");
    }

    /** The reference's task for a network. */
    public static YoloxTask of(YoloxConfig network) {
        return new YoloxTask(network, SimOta.DEFAULT, LossChoice.DEFAULT);
    }

    public YoloxTask withAssigner(Assigner other) {
        return new YoloxTask(network, other, losses);
    }

    public YoloxTask withLosses(LossChoice other) {
        return new YoloxTask(network, assigner, other);
    }

    @Override
    public YoloxHead head() {
        return new YoloxHead(network);
    }

    @Override
    public YoloxTargets targets() {
        return new YoloxTargets(network.classes(), losses.objectnessNormaliser());
    }

    @Override
    public YoloxLoss loss() {
        return new YoloxLoss(losses, network.classes());
    }
}
