/**
 * Weights files of others: {@link io.github.yolox4j.model.weights.file.Safetensors}, read and written, and PyTorch's
 * checkpoints, read by {@link io.github.yolox4j.model.weights.file.PthFile} without executing anything. The only
 * package of this module that knows JSON and pickles. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model.weights.file;
