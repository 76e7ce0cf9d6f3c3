/**
 * Forms of a {@link io.github.yolox4j.verify.Report}: {@link io.github.yolox4j.verify.report.JsonReport} for
 * programs, {@link io.github.yolox4j.verify.report.JunitReport} for build servers, {@link
 * io.github.yolox4j.verify.report.HtmlReport} for readers. All of them say the same. No parameter or result is
 * ever {@code null}.
 */
package io.github.yolox4j.verify.report;
