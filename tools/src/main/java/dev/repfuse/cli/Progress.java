package dev.repfuse.cli;

import dev.repfuse.runtime.verify.Stage;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal, for work that takes longer than a moment; nothing elsewhere. */
final class Progress implements AutoCloseable {
  private static final long MOMENT = 500_000_000;
  private static final int PERCENT = 100;

  private final boolean live;
  private final long begun = System.nanoTime();
  private Optional<ProgressBar> bar = Optional.empty();

  Progress(Console console, boolean silent) {
    live = console.live() && !silent;
  }

  /** What is going on now. */
  synchronized void say(String task) {
    if (isDue()) {
      start(task, -1);
    }
  }

  /** How far a verification has come. */
  synchronized void verification(Stage stage, int done, int total) {
    if (isDue()) {
      if (bar.isEmpty() || !bar.get().getTaskName().equals(stage.words())) {
        start(stage.words(), total);
      }
      bar.get().stepTo(done);
    }
  }

  /**
   * How far something has come.
   *
   * @param share from 0 to 1
   */
  synchronized void share(String task, double share) {
    if (isDue()) {
      if (bar.isEmpty() || !bar.get().getTaskName().equals(task)) {
        start(task, PERCENT);
      }
      bar.get().stepTo(Math.round(share * PERCENT));
    }
  }

  private boolean isDue() {
    return live && System.nanoTime() - begun > MOMENT;
  }

  private void start(String task, int total) {
    close();
    bar =
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .clearDisplayOnFinish()
                .build());
  }

  @Override
  public synchronized void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }
}
