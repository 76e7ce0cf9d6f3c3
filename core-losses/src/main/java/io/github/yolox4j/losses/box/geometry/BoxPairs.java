package io.github.yolox4j.losses.box.geometry;

import io.github.yolox4j.losses.LossState;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Paired boxes in a graph, and what losses ask about them. Each quantity is {@code [n]}, and is added to the graph
 * when first asked for, once.
 *
 * <p>Per axis, with sizes \( w, w_g \), distance of centres \( \Delta \) and \( m = \max(|\Delta|, |w - w_g|/2) \),
 * the two intervals have
 * \[ \mathrm{overlap} = \max\!\left(\tfrac{w + w_g}{2} - m,\; 0\right), \qquad
 *    \mathrm{hull} = \tfrac{w + w_g}{2} + m. \]
 * Only the difference of positions enters, so that a {@code float} keeps its precision far from the origin.
 *
 * <p><b>Ties.</b> The maximum in \( m \) is composed as \( (a + b + |a - b|)/2 \) and the derivative of \( |x| \) at 0
 * is 0: where edges of both boxes coincide each side gets half of the gradient, as in PyTorch (ND4J's own {@code max}
 * gives both the whole). So identical boxes are at rest. Boxes that only touch have no overlap and no gradient through
 * it, as in YOLOX.
 */
public final class BoxPairs {

    /** Bounds the tangent of the angle between two diagonals, and with it the squares in its gradient. */
    private static final double TANGENT_EPS = 1e-12;

    private static final double AREA_EPS = 1e-16;

    private static final double CHANGE_EPS = 1e-12;

    /** Sides that others are divided by count as no smaller than this. */
    private static final Guard SIDE = Guard.floor(1e-9);

    private final Boxes predicted;
    private final Boxes target;
    private final BoxPolicy policy;
    private final Optional<SDVariable> state;
    private final Map<String, SDVariable> built = new HashMap<>();
    private final Map<Double, BoxPairs> scaled = new HashMap<>();
    private final Map<BoxPolicy, BoxPairs> underOthers = new HashMap<>();

    private BoxPairs(Boxes predicted, Boxes target, BoxPolicy policy, Optional<SDVariable> state) {
        this.predicted = predicted;
        this.target = target;
        this.policy = Objects.requireNonNull(policy, "policy");
        this.state = state;
    }

    /**
     * Pairs whose rows are {@code cx, cy, w, h}; sizes must not be negative.
     *
     * @param predicted shape {@code [n, 4]}
     * @param target shape {@code [n, 4]}, of the same graph and type
     */
    public static BoxPairs ofCenters(SDVariable predicted, SDVariable target, BoxPolicy policy) {
        return new BoxPairs(Boxes.ofCenters(predicted), Boxes.ofCenters(target), policy, Optional.empty());
    }

    /**
     * Pairs whose rows are {@code x1, y1, x2, y2}, {@code x1 <= x2} and {@code y1 <= y2}.
     *
     * @param predicted shape {@code [n, 4]}
     * @param target shape {@code [n, 4]}, of the same graph and type
     */
    public static BoxPairs ofCorners(SDVariable predicted, SDVariable target, BoxPolicy policy) {
        return new BoxPairs(Boxes.ofCorners(predicted), Boxes.ofCorners(target), policy, Optional.empty());
    }

    /**
     * These pairs with the state that the loss carries from step to step.
     *
     * @param value a scalar of the same graph and type, such as a placeholder that gets {@link LossState#value}
     */
    public BoxPairs withState(SDVariable value) {
        return new BoxPairs(predicted, target, policy, Optional.of(value));
    }

    /** These pairs with both boxes scaled about their centres. */
    public BoxPairs scaled(double ratio) {
        return scaled.computeIfAbsent(ratio, r -> new BoxPairs(predicted.scaled(r), target.scaled(r), policy, state));
    }

    /** The same boxes under another policy; these, if it is theirs. Made once for each policy. */
    public BoxPairs under(BoxPolicy other) {
        return other.equals(policy)
                ? this
                : underOthers.computeIfAbsent(other, p -> new BoxPairs(predicted, target, p, state));
    }

    /** The graph that the pairs live in. */
    public SameDiff graph() {
        return predicted.x().getSameDiff();
    }

    /** The policy that every quantity here follows. */
    public BoxPolicy policy() {
        return policy;
    }

    /** \( I \), the area that both boxes cover. */
    public SDVariable intersection() {
        return once("intersection", () -> relu(meanWidth().sub(reachX()))
                .mul(relu(meanHeight().sub(reachY()))));
    }

    /** \( U = w h + w_g h_g - I \), without eps. */
    public SDVariable union() {
        return once("union", () -> area(predicted).add(area(target)).sub(intersection()));
    }

    /** \( \mathrm{IoU} = I / U \). */
    public SDVariable iou() {
        return once("iou", () -> intersection().div(policy.union().of(union())));
    }

    /** \( 1 - \mathrm{IoU} \). */
    public SDVariable missedShare() {
        return once("missedShare", () -> iou().rsub(1));
    }

    /** \( C \), the area of the smallest box around both, without eps. */
    public SDVariable hull() {
        return once("hull", () -> hullWidth().mul(hullHeight()));
    }

    /** \( (C - U) / C \), the share of the hull that neither box covers. */
    public SDVariable emptyShare() {
        return once("emptyShare", () -> hull().sub(union()).div(policy.hull().of(hull())));
    }

    /** \( \rho^2 / c^2 \), the squared distance of the centres by the squared diagonal of the hull. */
    public Penalty centerDistance() {
        return new Penalty(
                once("centerDistance", () -> squaredDistance()
                        .div(policy.diagonal().of(squaredDiagonal()))),
                Optional.of(squaredDiagonal()));
    }

    /** \( \rho^2 \), the squared distance of the centres. */
    public SDVariable squaredDistance() {
        return once("squaredDistance", () -> square(offsetX()).add(square(offsetY())));
    }

    /** \( c^2 \), the squared diagonal of the hull, without eps. */
    public SDVariable squaredDiagonal() {
        return once("squaredDiagonal", () -> square(hullWidth()).add(square(hullHeight())));
    }

    /** \( (w - w_g)^2 + (h - h_g)^2 \). */
    public SDVariable squaredSizeDifference() {
        return once("squaredSizeDifference", () -> square(widthDifference()).add(square(heightDifference())));
    }

    /** \( \frac{|w - w_g|}{\max(w, w_g)} \), from 0 to 1; 0 for two sides of size zero. */
    public SDVariable widthChange() {
        return once("widthChange", () -> change(predicted.width(), target.width()));
    }

    /** \( \frac{|h - h_g|}{\max(h, h_g)} \), likewise. */
    public SDVariable heightChange() {
        return once("heightChange", () -> change(areaHeight(predicted), areaHeight(target)));
    }

    /**
     * \( P = \frac{1}{4} \left(\frac{|x_1 - x_{1g}| + |x_2 - x_{2g}|}{w_g} + \frac{|y_1 - y_{1g}| + |y_2 -
     * y_{2g}|}{h_g}\right) \), the mean distance of edges by the target's sides. Both distances of one axis are
     * together \( 2 m \).
     */
    public SDVariable edgeDistance() {
        return once("edgeDistance", () -> reachX().div(SIDE.of(target.width()))
                .add(reachY().div(SIDE.of(target.height())))
                .mul(0.5));
    }

    /** The value of the state that the loss carries from step to step, if the pairs were given one. */
    public Optional<SDVariable> state() {
        return state;
    }

    /**
     * \( v = \frac{4}{\pi^2} \left( \arctan\frac{w_g}{h_g} - \arctan\frac{w}{h} \right)^2 \), the difference of
     * aspects.
     *
     * <p>Both angles lie in the first quadrant, so that their difference is one arctangent,
     * \( \arctan \frac{w_g h - w h_g}{h h_g + w w_g} \), which allows heights of zero. Where one box is a point,
     * \( v = 0 \).
     */
    public SDVariable aspect() {
        return once("aspect", () -> {
            SDVariable height = raised(predicted.height(), policy.heights().inAspect());
            SDVariable targetHeight = raised(target.height(), policy.heights().inAspect());
            SDVariable cross = target.width().mul(height).sub(predicted.width().mul(targetHeight));
            SDVariable dot = height.mul(targetHeight).add(predicted.width().mul(target.width()));
            SDVariable bounded =
                    dot.add(graph().math().abs(cross).mul(TANGENT_EPS)).add(AREA_EPS);
            return square(graph().math().atan(cross.div(bounded))).mul(4 / (Math.PI * Math.PI));
        });
    }

    /** The predicted boxes. */
    public Boxes predicted() {
        return predicted;
    }

    /** The boxes that they are compared to. */
    public Boxes target() {
        return target;
    }

    /** The width of the hull. */
    public SDVariable hullWidth() {
        return once("hullWidth", () -> meanWidth().add(reachX()));
    }

    /** The height of the hull. */
    public SDVariable hullHeight() {
        return once("hullHeight", () -> meanHeight().add(reachY()));
    }

    private SDVariable meanWidth() {
        return once("meanWidth", () -> predicted.width().add(target.width()).mul(0.5));
    }

    private SDVariable meanHeight() {
        return once("meanHeight", () -> predicted.height().add(target.height()).mul(0.5));
    }

    /** \( \delta_x = x - x_g \). */
    public SDVariable offsetX() {
        return once("offsetX", () -> predicted.x().sub(target.x()));
    }

    /** \( \delta_y = y - y_g \). */
    public SDVariable offsetY() {
        return once("offsetY", () -> predicted.y().sub(target.y()));
    }

    /** \( w - w_g \). */
    public SDVariable widthDifference() {
        return once("widthDifference", () -> predicted.width().sub(target.width()));
    }

    /** \( h - h_g \). */
    public SDVariable heightDifference() {
        return once("heightDifference", () -> predicted.height().sub(target.height()));
    }

    private SDVariable reachX() {
        return once("reachX", () -> reach(offsetX(), widthDifference()));
    }

    private SDVariable reachY() {
        return once("reachY", () -> reach(offsetY(), heightDifference()));
    }

    private SDVariable change(SDVariable side, SDVariable wanted) {
        SDVariable apart = abs(side.sub(wanted));
        SDVariable larger = side.add(wanted).add(apart).mul(0.5);
        return apart.div(larger.add(CHANGE_EPS));
    }

    private SDVariable area(Boxes boxes) {
        return boxes.width().mul(areaHeight(boxes));
    }

    private SDVariable areaHeight(Boxes boxes) {
        return raised(boxes.height(), policy.heights().inAreas());
    }

    private static SDVariable raised(SDVariable height, double eps) {
        return eps == 0 ? height : height.add(eps);
    }

    /** \( \max(|\Delta|, |w - w_g|/2) \). */
    private SDVariable reach(SDVariable offset, SDVariable excess) {
        SDVariable a = abs(offset).mul(2);
        SDVariable b = abs(excess);
        return a.add(b).add(abs(a.sub(b))).mul(0.25);
    }

    private SDVariable abs(SDVariable x) {
        return graph().math().abs(x);
    }

    private SDVariable relu(SDVariable x) {
        return graph().nn().relu(x, 0);
    }

    private SDVariable square(SDVariable x) {
        return graph().math().square(x);
    }

    private SDVariable once(String quantity, Supplier<SDVariable> formula) {
        SDVariable known = built.get(quantity);
        if (known == null) {
            known = formula.get();
            built.put(quantity, known);
        }
        return known;
    }
}
