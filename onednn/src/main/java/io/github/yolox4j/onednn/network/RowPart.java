package io.github.yolox4j.onednn.network;

/**
 * A map whose numbers are some of each row: number {@code (c, y, x)} of it lies at
 * {@code offset + c * channelStride + y * rowStride + x * columnStride} among the numbers of its image.
 */
public record RowPart(Feature feature, long offset, long channelStride, long rowStride, long columnStride) {}
