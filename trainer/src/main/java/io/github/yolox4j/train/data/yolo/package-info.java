/**
 * YOLO: {@link io.github.yolox4j.train.data.yolo.YoloReader} and {@link io.github.yolox4j.train.data.yolo.YoloWriter}
 * of one text file an image. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data.yolo;
