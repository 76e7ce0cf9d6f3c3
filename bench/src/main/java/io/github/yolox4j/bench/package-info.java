/**
 * JMH benchmarks, one class per subject; {@code bench/README.md} has the commands and measured numbers. {@link
 * io.github.yolox4j.bench.Drawn} makes their seeded inputs. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.bench;
