/**
 * What a detector learns, apart from how a step is computed: {@link io.github.yolox4j.train.task.DetectionTask} and the
 * small interfaces in it that it joins. Each task has a package of its own below this one. No parameter or result is
 * ever {@code null}.
 */
package io.github.yolox4j.train.task;
