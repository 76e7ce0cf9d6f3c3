/**
 * Training on disk: {@link io.github.yolox4j.train.checkpoint.Checkpoint} holds all that is needed to go on or to use
 * the model. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.checkpoint;
