/**
 * The box-regression experiment of the DIoU paper: boxes at given centres, areas and ratios descend towards their
 * targets along the gradient of a loss, with no network in between.
 *
 * <p>{@link io.github.yolox4j.bench.simulation.Simulation} is the program,
 * {@link io.github.yolox4j.bench.simulation.Descent} the experiment,
 * {@link io.github.yolox4j.bench.simulation.BoxGradient} what it descends along: the gradient that the graph of a loss
 * gives, or the one that the paper's authors wrote by hand.
 *
 * @see <a href="https://arxiv.org/abs/1911.08287">Zheng et al., Distance-IoU Loss, AAAI 2020</a>, section
 *     "Simulation Experiment"
 */
package io.github.yolox4j.bench.simulation;
