/**
 * What the readers of all annotation formats share: files and folders, names of classes and splits, boxes that can be
 * used. {@link io.github.yolox4j.train.data.annotation.AnnotationReader} is what each format gives. No parameter or
 * result is ever {@code null}.
 */
package io.github.yolox4j.train.data.annotation;
