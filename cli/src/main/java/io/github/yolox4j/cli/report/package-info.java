/**
 * What commands show: tables, charts, pictures with boxes, and {@link io.github.yolox4j.cli.report.RunReport},
 * a training run on one page. Nothing is ever {@code null}.
 */
package io.github.yolox4j.cli.report;
