package dev.repfuse.cli;

import dev.repfuse.runtime.verify.Stage;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A progress bar on a terminal; nothing elsewhere. */
final class Progress implements AutoCloseable {
  private final boolean live;
  private Optional<ProgressBar> bar = Optional.empty();

  Progress(Console console, boolean silent) {
    live = console.live() && !silent;
  }

  /** What is going on now. */
  synchronized void say(String task) {
    if (live) {
      start(task, -1);
    }
  }

  /** How far a verification has come. */
  synchronized void verification(Stage stage, int done, int total) {
    if (live) {
      if (bar.isEmpty() || !bar.get().getTaskName().equals(stage.words())) {
        start(stage.words(), total);
      }
      bar.get().stepTo(done);
    }
  }

  private void start(String task, int total) {
    close();
    bar =
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
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
