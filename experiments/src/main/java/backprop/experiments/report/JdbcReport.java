// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.file.ExperimentException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The cells in a database, as Weka's Experimenter lays them out, so that its Analyse tab opens
 * them: a table {@code Experiment_index} that names the table of each experiment's results, {@code
 * Results0} and so on. An experiment that is run again replaces its own table and no other.
 *
 * <p>Written as {@code jdbc(url=jdbc:h2:./results)}, with {@code user=NAME} and {@code
 * password-variable=NAME}, the environment variable that holds the password.
 */
final class JdbcReport {
  private static final String NAME = "jdbc";
  private static final List<String> KEYS = List.of("url", "user", "password-variable");
  private static final int BATCH = 500;

  private final Map<String, String> parameters;

  private JdbcReport(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  static boolean is(String name) {
    return name.equals(NAME) || name.startsWith(NAME + "(");
  }

  /**
   * Reads {@code jdbc(url=...)}.
   *
   * @throws ExperimentException for a form that is wrong, or without a driver for the database
   */
  static JdbcReport of(String text) {
    if (!text.startsWith(NAME + "(") || !text.endsWith(")")) {
      throw new ExperimentException("jdbc needs the database, such as jdbc(url=jdbc:h2:./results)");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : text.substring(NAME.length() + 1, text.length() - 1).split(",")) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? part.strip() : part.substring(0, equals).strip();
      if (equals < 0 || !KEYS.contains(key)) {
        throw new ExperimentException(
            "jdbc takes " + String.join(", ", KEYS) + " as name=value, found '" + key + "'");
      }
      parameters.put(key, part.substring(equals + 1).strip());
    }
    String url = parameters.getOrDefault("url", "");
    try {
      DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new ExperimentException(
          "there is no JDBC driver for the database '"
              + url
              + "'; name its jar in the environment variable BACKPROP_CLASSPATH",
          e);
    }
    return new JdbcReport(parameters);
  }

  /**
   * Writes the results.
   *
   * @throws ExperimentException if the database refuses them; it then holds what it held before,
   *     where it can undo the making of tables
   */
  void write(Findings findings) {
    Properties login = new Properties();
    if (parameters.containsKey("user")) {
      login.setProperty("user", parameters.get("user"));
    }
    String variable = parameters.get("password-variable");
    if (variable != null) {
      login.setProperty("password", String.valueOf(System.getenv(variable)));
    }
    try (Connection database = DriverManager.getConnection(parameters.get("url"), login)) {
      database.setAutoCommit(false);
      try {
        write(findings, database);
        database.commit();
      } catch (SQLException e) {
        database.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new ExperimentException(
          "cannot write to the database '"
              + parameters.get("url")
              + "': "
              + Figures.line(String.valueOf(e.getMessage())),
          e);
    }
  }

  private static void write(Findings findings, Connection database) throws SQLException {
    Rows rows = new Rows(findings);
    String experiment = findings.results().experiment();
    int number = number(database, experiment);
    String table = "Results" + number;
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < rows.columns().size(); i++) {
      Rows.Column column = rows.columns().get(i);
      int at = i;
      int longest =
          rows.rows().stream()
              .mapToInt(row -> row.get(at) == null ? 0 : row.get(at).toString().length())
              .max()
              .orElse(0);
      String type =
          column.numeric() ? "DOUBLE PRECISION" : "VARCHAR(" + Math.max(255, 2 * longest) + ")";
      columns.add(name(column) + " " + type);
    }
    try (Statement statement = database.createStatement()) {
      statement.execute("CREATE TABLE " + table + " (" + String.join(", ", columns) + ")");
    }
    String places = rows.columns().stream().map(c -> "?").collect(Collectors.joining(", "));
    Set<List<Object>> keys = new LinkedHashSet<>();
    try (PreparedStatement insert =
        database.prepareStatement("INSERT INTO " + table + " VALUES (" + places + ")")) {
      int waiting = 0;
      for (List<Object> row : rows.rows()) {
        // As in the ARFF report: with two results of one key the Analyse tab refuses all.
        if (!keys.add(row.subList(0, Rows.KEYS))) {
          continue;
        }
        for (int i = 0; i < row.size(); i++) {
          if (row.get(i) instanceof Double value) {
            insert.setDouble(i + 1, value);
          } else if (row.get(i) instanceof String text) {
            insert.setString(i + 1, text);
          } else {
            insert.setNull(i + 1, rows.columns().get(i).numeric() ? Types.DOUBLE : Types.VARCHAR);
          }
        }
        insert.addBatch();
        if (++waiting % BATCH == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
  }

  /** A column's name as all databases take it unquoted. */
  private static String name(Rows.Column column) {
    return column.name().replaceAll("[^A-Za-z0-9_]", "_");
  }

  /** The number of the experiment's table, which is entered in the index and not there yet. */
  private static int number(Connection database, String experiment) throws SQLException {
    if (!exists(database, "Experiment_index")) {
      try (Statement statement = database.createStatement()) {
        statement.execute(
            "CREATE TABLE Experiment_index (Experiment_type VARCHAR(255), Experiment_setup"
                + " VARCHAR(4000), Result_table INT)");
      }
    }
    String type = "backprop.experiments";
    try (PreparedStatement find =
        database.prepareStatement(
            "SELECT Result_table FROM Experiment_index"
                + " WHERE Experiment_type = ? AND Experiment_setup = ?")) {
      find.setString(1, type);
      find.setString(2, experiment);
      try (ResultSet found = find.executeQuery()) {
        if (found.next()) {
          int number = found.getInt(1);
          if (exists(database, "Results" + number)) {
            try (Statement statement = database.createStatement()) {
              statement.execute("DROP TABLE Results" + number);
            }
          }
          return number;
        }
      }
    }
    int number = 0;
    try (Statement statement = database.createStatement();
        ResultSet greatest =
            statement.executeQuery("SELECT MAX(Result_table) FROM Experiment_index")) {
      if (greatest.next()) {
        int last = greatest.getInt(1);
        number = greatest.wasNull() ? 0 : last + 1;
      }
    }
    try (PreparedStatement enter =
        database.prepareStatement("INSERT INTO Experiment_index VALUES (?, ?, ?)")) {
      enter.setString(1, type);
      enter.setString(2, experiment);
      enter.setInt(3, number);
      enter.executeUpdate();
    }
    return number;
  }

  private static boolean exists(Connection database, String table) throws SQLException {
    for (String name :
        Arrays.asList(table, table.toUpperCase(Locale.ROOT), table.toLowerCase(Locale.ROOT))) {
      try (ResultSet found = database.getMetaData().getTables(null, null, name, null)) {
        if (found.next()) {
          return true;
        }
      }
    }
    return false;
  }
}
