/**
 * {@code verify}: compares results with reference numbers; {@link io.github.yolox4j.cli.verify.VerifyCommand} runs
 * golden cases, {@link io.github.yolox4j.cli.verify.ReportOptions} says where the reports go. Nothing is ever
 * {@code null} unless picocli sets it.
 */
package io.github.yolox4j.cli.verify;
