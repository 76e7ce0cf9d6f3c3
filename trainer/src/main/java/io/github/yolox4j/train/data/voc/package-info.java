/**
 * Pascal VOC: {@link io.github.yolox4j.train.data.voc.VocReader} and {@link io.github.yolox4j.train.data.voc.VocWriter}
 * of one XML file an image. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data.voc;
