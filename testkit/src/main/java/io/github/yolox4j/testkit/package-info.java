/**
 * Support for tests and conformance checks: golden folders ({@link io.github.yolox4j.testkit.GoldenFolder}),
 * NumPy archives ({@link io.github.yolox4j.testkit.NpzArchive}) and seeded numbers. It knows nothing of the
 * project's other modules. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.testkit;
