/**
 * Datasets on disk: {@link io.github.yolox4j.train.data.format.DatasetFormat} reads Pascal VOC, COCO and YOLO and
 * writes each as another; {@link io.github.yolox4j.train.data.format.DatasetSource} is one dataset, whose format may be
 * found by looking. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data.format;
