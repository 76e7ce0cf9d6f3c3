/**
 * Smaller numbers in a finished graph: {@link io.github.yolox4j.export.precision.HalfPrecision} and {@link
 * io.github.yolox4j.export.precision.Int8Precision}, which asks a
 * {@link io.github.yolox4j.export.precision.Calibration} for the ranges of values. Inputs and outputs stay as they are,
 * and so do predictions and decoding. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.export.precision;
