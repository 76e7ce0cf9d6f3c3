/**
 * What can be unusual about a dataset and what becomes of it: {@link io.github.yolox4j.train.data.finding.Policy}
 * decides for all formats and commands, {@link io.github.yolox4j.train.data.finding.Findings} carries it out and
 * counts. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data.finding;
