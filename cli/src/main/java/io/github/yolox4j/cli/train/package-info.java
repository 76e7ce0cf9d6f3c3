/**
 * {@code train}, {@code report} and {@code plot}: a training run and what it leaves. {@link
 * io.github.yolox4j.cli.train.TrainOptions} are the options of a run, {@link io.github.yolox4j.cli.train.TrainingPlan} is what
 * they come to. Nothing is ever {@code null} unless picocli sets it.
 */
package io.github.yolox4j.cli.train;
