/** The official ONNX checker as a program of its own: {@link io.github.yolox4j.check.OnnxCheckerMain}. */
package io.github.yolox4j.check;
