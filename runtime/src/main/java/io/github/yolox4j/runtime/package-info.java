/** ONNX Runtime behind the interfaces of the other modules. No parameter or result is ever {@code null}. */
package io.github.yolox4j.runtime;
