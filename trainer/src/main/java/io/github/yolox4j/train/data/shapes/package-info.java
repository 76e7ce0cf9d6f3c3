/**
 * Circles, squares and triangles for demonstrations and tests:
 * {@link io.github.yolox4j.train.data.shapes.ShapesDataset} draws them from a seed, with their boxes. No parameter or
 * result is ever {@code null}.
 */
package io.github.yolox4j.train.data.shapes;
