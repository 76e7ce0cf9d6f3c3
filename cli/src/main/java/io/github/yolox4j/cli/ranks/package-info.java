/**
 * Training by several processes: {@link io.github.yolox4j.cli.ranks.RanksOptions} say which ones,
 * {@link io.github.yolox4j.cli.ranks.LocalRanks} starts them on this machine. Nothing is ever {@code null} unless picocli
 * sets it.
 */
package io.github.yolox4j.cli.ranks;
