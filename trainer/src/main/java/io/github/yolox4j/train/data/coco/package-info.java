/**
 * COCO: {@link io.github.yolox4j.train.data.coco.CocoReader} and {@link io.github.yolox4j.train.data.coco.CocoWriter}
 * of one JSON file for all images of a split; {@link io.github.yolox4j.train.data.coco.CocoFolder} finds the files. No
 * parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data.coco;
