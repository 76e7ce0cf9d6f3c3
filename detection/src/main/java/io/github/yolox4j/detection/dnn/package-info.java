/**
 * Detection by OpenCV's DNN module: {@link io.github.yolox4j.detection.dnn.DnnPhases}. Needs OpenCV on the class path.
 * No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.detection.dnn;
