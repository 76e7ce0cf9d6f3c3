/**
 * Training on Apache Spark. {@link io.github.yolox4j.cluster.SparkTrain} is the program that {@code spark-submit} starts:
 * it runs {@code yolox4j train} in the tasks of a barrier stage, each of which is one rank, and submits the stage again
 * if one fails. Parameters and results are never {@code null} unless picocli sets them.
 */
package io.github.yolox4j.cluster;
