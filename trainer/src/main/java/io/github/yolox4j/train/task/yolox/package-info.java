/**
 * The task of YOLOX: {@link io.github.yolox4j.train.task.yolox.YoloxTask}. In training only this package knows how the
 * numbers of a row lie: {@link io.github.yolox4j.detection.decode.RowLayout}. No parameter or result is ever
 * {@code null}.
 */
package io.github.yolox4j.train.task.yolox;
