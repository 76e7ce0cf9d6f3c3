/**
 * SimOTA: {@link io.github.yolox4j.train.assign.simota.SimOta}. Its plain form is in {@code Candidates}, {@code PairCost} and
 * {@code Smallest}, its graph form in {@code CandidateValues}, {@code PairValues} and {@code SimOtaMatch}. No parameter or result
 * is ever {@code null}.
 */
package io.github.yolox4j.train.assign.simota;
