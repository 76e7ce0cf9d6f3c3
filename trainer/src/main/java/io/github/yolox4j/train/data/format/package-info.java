/**
 * Datasets on disk: {@link io.github.yolox4j.train.data.format.DatasetFormat} reads Pascal VOC, COCO and YOLO and
 * writes each as another; what is wrong with a file is a {@link io.github.yolox4j.train.data.format.Problem}, or ends
 * the reading by one line that names file and place. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data.format;
