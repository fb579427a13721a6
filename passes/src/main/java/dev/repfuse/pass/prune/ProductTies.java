package dev.repfuse.pass.prune;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;

/** Gemm and MatMul: rows and columns of the result, and the axis that is summed over. */
final class ProductTies {
  private ProductTies() {}

  /** a[M,K] and b[K,N], each possibly transposed, and a c that broadcasts to y[M,N]. */
  static void gemm(Node node, Ties ties) {
    Value a = node.input(0);
    Value b = node.input(1);
    Value y = node.output(0);
    int inA = node.intAttribute("transA", 0) == 0 ? 1 : 0;
    int inB = node.intAttribute("transB", 0) == 0 ? 0 : 1;
    ties.tie(node, a, 1 - inA, y, 0);
    ties.tie(node, b, 1 - inB, y, 1);
    ties.isFilters(b, 1 - inB);
    ties.tie(node, a, inA, b, inB);
    ties.contracts(node, 0, inA);
    if (node.inputs().size() > 2) {
      ElementwiseTies.broadcast(node, ties, node.input(2), y);
    }
  }

  /** a[…,M,K] and b[…,K,N] to y[…,M,N]; the axes in front count independent products. */
  static void matMul(Node node, Ties ties) {
    Value a = node.input(0);
    Value b = node.input(1);
    Value y = node.output(0);
    int rankOfA = ties.rank(a);
    int rankOfB = ties.rank(b);
    int rank = ties.rank(y);
    if (rankOfA < 2 || rankOfB < 2 || rank != Math.max(rankOfA, rankOfB)) {
      UnknownTies.pin(node, ties, "an operand is a vector");
      return;
    }
    ties.tie(node, a, rankOfA - 2, y, rank - 2);
    ties.tie(node, b, rankOfB - 1, y, rank - 1);
    ties.isFilters(b, rankOfB - 1);
    ties.tie(node, a, rankOfA - 1, b, rankOfB - 2);
    ties.contracts(node, 0, rankOfA - 1);
    for (int back = 3; back <= rank; back++) {
      ElementwiseTies.broadcastAxis(node, ties, a, rankOfA - back, y, rank - back);
      ElementwiseTies.broadcastAxis(node, ties, b, rankOfB - back, y, rank - back);
      if (back == 3 && rankOfA > 2 && rankOfB > 2) {
        ties.isHeads(y, rank - back);
      }
    }
  }
}
