package dev.repfuse.search.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Figures of architectures in an SQLite file. Each is on disk before {@link #keep} returns, so that
 * a process may be killed at any time. Figures of different questions never mix: a question is
 * named by a digest of all that its answers depend on.
 */
public final class Archive implements AutoCloseable {
  /** "rpfs", by which SQLite's own tools tell the file. */
  private static final int APPLICATION = 0x72706673;

  private static final int VERSION = 1;
  private static final int PATIENCE = 10_000;

  private final Path file;
  private final Connection connection;

  private Archive(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens a file, which is made if there is none.
   *
   * @throws ArchiveException if it cannot be opened, is damaged, or is something else
   */
  public static Archive open(Path file) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
      Archive archive = new Archive(file, connection);
      try {
        archive.prepare();
      } catch (SQLException | ArchiveException e) {
        connection.close();
        throw e;
      }
      return archive;
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  private void prepare() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + PATIENCE);
      // Asked first: who makes the file at the same time marks it before it has a table.
      boolean fresh = number(statement, "SELECT count(*) FROM sqlite_schema") == 0;
      int application = number(statement, "PRAGMA application_id");
      int version = number(statement, "PRAGMA user_version");
      if (!fresh && (application != APPLICATION || version != VERSION)) {
        throw new SQLException(
            application == APPLICATION
                ? "it is of version %d, and version %d is understood".formatted(version, VERSION)
                : "it is another program's");
      }
      try (ResultSet check = statement.executeQuery("PRAGMA quick_check(1)")) {
        if (check.next() && !check.getString(1).equals("ok")) {
          throw new SQLException(check.getString(1));
        }
      }
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = NORMAL");
      if (fresh) {
        statement.execute("PRAGMA application_id = " + APPLICATION);
        statement.execute("PRAGMA user_version = " + VERSION);
      }
      statement.execute(
          "CREATE TABLE IF NOT EXISTS figure (question TEXT NOT NULL, architecture TEXT NOT NULL,"
              + " name TEXT NOT NULL, value REAL NOT NULL,"
              + " PRIMARY KEY (question, architecture, name)) WITHOUT ROWID");
    }
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getInt(1) : 0;
    }
  }

  /** All figures of a question by architecture and name. */
  public synchronized Map<String, Map<String, Double>> figures(String question) {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT architecture, name, value FROM figure WHERE question = ?")) {
      select.setString(1, question);
      Map<String, Map<String, Double>> figures = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          figures
              .computeIfAbsent(rows.getString(1), key -> new HashMap<>())
              .put(rows.getString(2), rows.getDouble(3));
        }
      }
      return figures;
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /** How many figures there are, of all questions. */
  public synchronized int size() {
    try (Statement statement = connection.createStatement()) {
      return number(statement, "SELECT count(*) FROM figure");
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /** Keeps figures of an architecture, all or none of them. */
  public synchronized void keep(
      String question, List<Integer> architecture, Map<String, Double> figures) {
    try {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT OR REPLACE INTO figure VALUES (?, ?, ?, ?)")) {
        for (Map.Entry<String, Double> figure : figures.entrySet()) {
          insert.setString(1, question);
          insert.setString(2, words(architecture));
          insert.setString(3, figure.getKey());
          insert.setDouble(4, figure.getValue());
          insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /** An architecture as the file has it. */
  static String words(List<Integer> architecture) {
    return architecture.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static ArchiveException failure(Path file, SQLException cause) {
    return new ArchiveException(
        "%s: cannot be used as a cache: %s; nothing in it was changed. Name another file, or move"
            .concat(" this one away to begin anew")
            .formatted(file, cause.getMessage()),
        cause);
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }
}
