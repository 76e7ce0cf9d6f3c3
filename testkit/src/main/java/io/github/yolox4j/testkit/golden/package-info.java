/**
 * Runs golden cases: a {@link io.github.yolox4j.testkit.golden.GoldenKind} computes and compares the cases of one kind,
 * {@link io.github.yolox4j.testkit.golden.GoldenKinds} finds the kind of a case and runs it, {@link
 * io.github.yolox4j.testkit.golden.CaseFacts} reads the manifest. The kinds live beside the code that they run, in the
 * {@code golden} package of its module. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.testkit.golden;
