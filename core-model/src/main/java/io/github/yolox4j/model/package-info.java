/**
 * The YOLOX detector in SameDiff; here its configuration ({@link io.github.yolox4j.model.YoloxConfig}), in the packages
 * below the network and what is needed to run it. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model;
