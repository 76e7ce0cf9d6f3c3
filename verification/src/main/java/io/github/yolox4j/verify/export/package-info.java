/**
 * Exported files beside the graphs they come from: {@link io.github.yolox4j.verify.export.OnnxParity} compares, {@link
 * io.github.yolox4j.verify.export.ProvenExport} writes what passes. No parameter or result is
 * ever {@code null}.
 */
package io.github.yolox4j.verify.export;
