package dev.repfuse.prove;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How the axes of an operator's result follow from those of its operands: which axes are moved over
 * without regard to where on them one is, and how far a border reaches. Every other axis is pinned:
 * its true extent has to be tried.
 */
final class AxisRules {
  private static final long BEYOND_ANY_EXTENT = 1L << 30;

  private final Side side;
  private final AxisTracking tracking;
  private final ConstantOperands operands;

  AxisRules(Side side, AxisTracking tracking) {
    this.side = side;
    this.tracking = tracking;
    this.operands = new ConstantOperands(side);
  }

  /** The axes of a node's results, or nothing if they are not followed further. */
  Optional<List<Optional<Axis>>> results(Node node) {
    return switch (node.opType()) {
      case "Neg", "Identity", "Dropout", "Cast" -> tracking.axes(node.input(0));
      case "BatchNormalization" -> pinning(node, 1);
      case "Add", "Sub", "Sum", "Mul", "Div" -> broadcast(node);
      case "Conv" -> windows(node, true);
      case "AveragePool" ->
          node.intAttribute("ceil_mode", 0) == 0 ? windows(node, false) : lost(node);
      case "Concat" -> concat(node);
      case "Split" -> pinning(node, (int) node.intAttribute("axis", 0));
      case "Gather" -> gather(node);
      case "Transpose" -> transpose(node);
      case "MatMul" -> matMul(node);
      case "Gemm" -> gemm(node);
      case "ConvTranspose", "GlobalAveragePool" -> firstOnly(node, -1);
      case "Flatten" -> node.intAttribute("axis", 1) == 1 ? firstOnly(node, 2) : lost(node);
      case "Pad" -> pad(node);
      case "Slice" -> slice(node);
      case "Resize" -> resize(node);
      default -> lost(node);
    };
  }

  private Optional<List<Optional<Axis>>> lost(Node node) {
    for (Value input : node.inputs()) {
      if (!side.isConstant(input)) {
        tracking.axes(input).ifPresent(axes -> axes.forEach(a -> a.ifPresent(tracking::pin)));
      }
    }
    return Optional.empty();
  }

  private Optional<List<Optional<Axis>>> pinning(Node node, int axis) {
    Optional<List<Optional<Axis>>> operand = tracking.axes(node.input(0));
    if (operand.isEmpty()) {
      return lost(node);
    }
    List<Optional<Axis>> axes = new ArrayList<>(operand.get());
    pin(axes, Indexing.axis(axis, axes.size()));
    return Optional.of(axes);
  }

  /** Only the first axis is followed; the rank of the result is the operand's if negative. */
  private Optional<List<Optional<Axis>>> firstOnly(Node node, int rank) {
    Optional<List<Optional<Axis>>> operand = tracking.axes(node.input(0));
    if (operand.isEmpty() || operand.get().isEmpty()) {
      return lost(node);
    }
    List<Optional<Axis>> axes = new ArrayList<>(operand.get());
    for (int axis = 1; axis < axes.size(); axis++) {
      pin(axes, axis);
    }
    List<Optional<Axis>> kept = new ArrayList<>(axes.subList(0, 1));
    while (kept.size() < (rank < 0 ? axes.size() : rank)) {
      kept.add(Optional.empty());
    }
    return Optional.of(kept);
  }

  private void pin(List<Optional<Axis>> axes, int axis) {
    axes.get(axis).ifPresent(tracking::pin);
    axes.set(axis, Optional.empty());
  }

  private Optional<List<Optional<Axis>>> broadcast(Node node) {
    int rank = 0;
    for (Value input : node.inputs()) {
      Optional<List<Optional<Axis>>> axes = tracking.axes(input);
      if (!side.isConstant(input) && axes.isEmpty()) {
        return lost(node);
      }
      rank =
          Math.max(
              rank, side.isConstant(input) ? operands.extents(input).length : axes.get().size());
    }
    List<Optional<Axis>> joined = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      joined.add(broadcast(node, axis - rank));
    }
    return Optional.of(joined);
  }

  /** One axis, counted from the end. */
  private Optional<Axis> broadcast(Node node, int fromEnd) {
    List<Axis> free = new ArrayList<>();
    boolean pinned = false;
    for (Value input : node.inputs()) {
      if (side.isConstant(input)) {
        int[] extents = operands.extents(input);
        int axis = extents.length + fromEnd;
        pinned |= axis >= 0 && extents[axis] != 1;
        continue;
      }
      List<Optional<Axis>> axes = tracking.axes(input).orElseThrow();
      int axis = axes.size() + fromEnd;
      Optional<Axis> own = axis < 0 ? Optional.empty() : axes.get(axis);
      own.ifPresent(free::add);
      pinned |= own.isEmpty();
    }
    return joined(free, pinned);
  }

  private Optional<Axis> joined(List<Axis> free, boolean pinned) {
    if (free.isEmpty()) {
      return Optional.empty();
    }
    Axis sum = free.getFirst();
    boolean same = !pinned;
    for (Axis axis : free) {
      same &=
          axis.stride() == sum.stride()
              && axis.extent() == sum.extent()
              && (axis.source() == sum.source() || tracking.join(axis, sum));
      sum = sum.with(axis);
    }
    if (!same) {
      free.forEach(tracking::pin);
      return Optional.empty();
    }
    return Optional.of(sum);
  }

  private Optional<List<Optional<Axis>>> windows(Node node, boolean mixesChannels) {
    Optional<List<Optional<Axis>>> operand = tracking.axes(node.input(0));
    if (operand.isEmpty() || operand.get().size() < 3) {
      return lost(node);
    }
    List<Optional<Axis>> axes = new ArrayList<>(operand.get());
    if (mixesChannels) {
      pin(axes, 1);
    }
    int spatial = axes.size() - 2;
    int[] kernel =
        mixesChannels
            ? Arrays.copyOfRange(operands.extents(node.input(1)), 2, spatial + 2)
            : Window.ints(node, "kernel_shape", spatial, 1);
    int[] extents = new int[spatial];
    Arrays.setAll(extents, i -> axes.get(i + 2).map(Axis::extent).orElse(1));
    Window window = Window.of(node, kernel, extents);
    for (int i = 0; i < spatial; i++) {
      int at = i;
      axes.set(
          i + 2,
          axes.get(i + 2)
              .map(axis ->
                  axis.through(
                      kernel[at],
                      window.stride()[at],
                      window.dilation()[at],
                      window.begin()[at],
                      window.end()[at])));
    }
    return Optional.of(axes);
  }

  private Optional<List<Optional<Axis>>> concat(Node node) {
    Optional<List<Optional<Axis>>> parts = broadcast(node);
    if (parts.isEmpty()) {
      return parts;
    }
    List<Optional<Axis>> axes = new ArrayList<>(parts.get());
    pin(axes, Indexing.axis(node.intAttribute("axis", 1), axes.size()));
    return Optional.of(axes);
  }

  private Optional<List<Optional<Axis>>> gather(Node node) {
    Optional<List<Optional<Axis>>> operand = tracking.axes(node.input(0));
    if (operand.isEmpty() || !side.isConstant(node.input(1))) {
      return lost(node);
    }
    List<Optional<Axis>> axes = new ArrayList<>(operand.get());
    int axis = Indexing.axis(node.intAttribute("axis", 0), axes.size());
    pin(axes, axis);
    axes.remove(axis);
    axes.addAll(
        axis, Collections.nCopies(operands.extents(node.input(1)).length, Optional.empty()));
    return Optional.of(axes);
  }

  private Optional<List<Optional<Axis>>> transpose(Node node) {
    return tracking
        .axes(node.input(0))
        .map(axes -> {
          int[] order = LayoutRules.order(node.intsAttribute("perm"), axes.size());
          return Arrays.stream(order).mapToObj(axes::get).toList();
        });
  }

  /** The rows of a value that a constant matrix is multiplied to. */
  private Optional<List<Optional<Axis>>> matMul(Node node) {
    Optional<List<Optional<Axis>>> operand = tracking.axes(node.input(0));
    boolean rows =
        side.isConstant(node.input(1)) && operand.isPresent() && operand.get().size() >= 2;
    return rows && operands.extents(node.input(1)).length == 2 ? pinning(node, -1) : lost(node);
  }

  /** Rows, unless each has a bias of its own. */
  private Optional<List<Optional<Axis>>> gemm(Node node) {
    boolean rows = true;
    if (node.input(2) instanceof NamedValue) {
      int[] bias = operands.extents(node.input(2));
      rows = bias.length < 2 || bias[0] == 1;
    }
    return rows && node.intAttribute("transA", 0) == 0 ? pinning(node, 1) : lost(node);
  }

  private Optional<List<Optional<Axis>>> pad(Node node) {
    Optional<List<Optional<Axis>>> operand = tracking.axes(node.input(0));
    if (operand.isEmpty() || !operands.areConstant(node)) {
      return lost(node);
    }
    List<Optional<Axis>> axes = new ArrayList<>(operand.get());
    int rank = axes.size();
    int[] pads = SelectionRules.pads(operands.operation(node, rank), rank);
    for (int axis = 0; axis < rank; axis++) {
      int at = axis;
      axes.set(axis, axes.get(axis).map(a -> a.through(1, 1, 1, pads[at], pads[rank + at])));
    }
    return Optional.of(axes);
  }

  private Optional<List<Optional<Axis>>> slice(Node node) {
    Optional<List<Optional<Axis>>> operand = tracking.axes(node.input(0));
    if (operand.isEmpty() || !operands.areConstant(node)) {
      return lost(node);
    }
    List<Optional<Axis>> axes = new ArrayList<>(operand.get());
    for (SelectionRules.Cut cut : SelectionRules.cuts(operands.operation(node, axes.size()))) {
      int axis = Indexing.axis(cut.axis(), axes.size());
      boolean crop =
          cut.step() == 1 && cut.start() >= 0 && (cut.end() < 0 || cut.end() > BEYOND_ANY_EXTENT);
      if (!crop) {
        pin(axes, axis);
        continue;
      }
      int begin = -Math.toIntExact(Math.min(cut.start(), BEYOND_ANY_EXTENT));
      int end = cut.end() < 0 ? Math.toIntExact(cut.end()) : 0;
      axes.set(axis, axes.get(axis).map(a -> a.through(1, 1, 1, begin, end)));
    }
    return Optional.of(axes);
  }

  /** Axes that keep their extent. */
  private Optional<List<Optional<Axis>>> resize(Node node) {
    Optional<List<Optional<Axis>>> operand = tracking.axes(node.input(0));
    if (operand.isEmpty() || !operands.areConstant(node)) {
      return lost(node);
    }
    List<Optional<Axis>> axes = new ArrayList<>(operand.get());
    for (int axis : ResizeRules.resized(operands.operation(node, axes.size()), axes.size())) {
      pin(axes, axis);
    }
    return Optional.of(axes);
  }
}
