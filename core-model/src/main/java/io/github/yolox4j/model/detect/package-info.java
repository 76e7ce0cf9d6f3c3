/**
 * Image in, objects out: {@link io.github.yolox4j.model.detect.Detector} and its SameDiff implementation. No parameter or result
 * is ever {@code null}.
 */
package io.github.yolox4j.model.detect;
