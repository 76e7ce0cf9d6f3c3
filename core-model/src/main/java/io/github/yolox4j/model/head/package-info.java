/** The head: {@link io.github.yolox4j.model.head.DecoupledHead}, features to box, objectness and class predictions. */
package io.github.yolox4j.model.head;
