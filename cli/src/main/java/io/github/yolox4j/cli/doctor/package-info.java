/**
 * {@code doctor}: what the machine has to compute with. {@link io.github.yolox4j.cli.doctor.NativeBackend} says whether
 * ND4J's libraries are there, {@link io.github.yolox4j.cli.doctor.NvidiaSmi} lists its GPUs,
 * {@link io.github.yolox4j.cli.doctor.CudaLibrary} the libraries that ONNX Runtime needs to use them. Nothing is ever
 * {@code null}.
 */
package io.github.yolox4j.cli.doctor;
