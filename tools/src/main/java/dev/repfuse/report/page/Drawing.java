package dev.repfuse.report.page;

import java.util.List;

/**
 * Where the boxes of a graph lie, in pixels at full size, and how its lines run.
 *
 * @param boxes in the order of {@link DrawnGraph#boxes}
 * @param lines one for each link
 */
record Drawing(double width, double height, List<Place> boxes, List<List<Point>> lines) {

  /** A box, by its upper left corner. */
  record Place(double x, double y, double width, double height) {}

  /** A corner of a line, or one of its ends. */
  record Point(double x, double y) {}
}
