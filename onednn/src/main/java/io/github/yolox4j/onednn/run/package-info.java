/** Layers as calls of oneDNN's primitives, with memory planned for what passes between them. */
package io.github.yolox4j.onednn.run;
