/** A network as layers, read off its SameDiff graph. */
package io.github.yolox4j.onednn.network;
