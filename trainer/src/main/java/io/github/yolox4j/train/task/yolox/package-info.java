/**
 * The task of YOLOX: {@link io.github.yolox4j.train.task.yolox.YoloxTask}. Only this package knows how the numbers of a row lie:
 * {@code YoloxRows}. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.task.yolox;
