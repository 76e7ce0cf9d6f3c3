/**
 * Whether a dataset is fit to train on: {@link io.github.yolox4j.train.data.check.DatasetCheck} reads all of it and
 * lists every problem. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data.check;
