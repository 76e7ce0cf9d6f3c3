/**
 * Listeners that write the course of a run for other programs: {@link io.github.yolox4j.train.log.JsonLinesLog} as
 * lines of JSON, {@link io.github.yolox4j.train.log.TensorBoardLog} as TensorBoard's event files. No parameter or
 * result is ever {@code null}.
 */
package io.github.yolox4j.train.log;
