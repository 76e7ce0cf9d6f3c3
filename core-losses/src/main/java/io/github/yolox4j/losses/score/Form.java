package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossEntry;
import java.util.function.Function;

/** A score loss by name: its line in the table, and how it is made of parameters. */
record Form(LossEntry entry, Function<NamedParameters, ScoreLoss> make) {}
