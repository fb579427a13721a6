package dev.repfuse.pass.choice;

import java.util.List;

/** A place in a supernet at which an input decides how it goes on. Values are given by name. */
public sealed interface ChoicePoint {

  /** What decides. */
  Decider decider();

  /** How many choices there are; they are numbered from 0. */
  int choices();

  /** How branches meet. */
  enum Meeting {
    /** A sum of the branches, each times its element of a row. */
    SUM,
    /** A Gather picks one of the branches, which are stacked. */
    GATHER,
    /** An If, or several inside of each other, runs one branch. */
    IF
  }

  /**
   * One of several branches goes on.
   *
   * @param branches the values in which they end, by number; one may stand for several numbers
   * @param output the value in which they meet
   */
  record Branching(Meeting meeting, Decider decider, List<String> branches, String output)
      implements ChoicePoint {
    public Branching {
      branches = List.copyOf(branches);
    }

    @Override
    public int choices() {
      return branches.size();
    }
  }

  /**
   * Values are computed from the choice and constants alone, such as the weights of a PruningNet.
   *
   * @param values those that the rest of the network reads
   */
  record Generated(Decider decider, int choices, List<String> values) implements ChoicePoint {
    public Generated {
      values = List.copyOf(values);
    }
  }
}
