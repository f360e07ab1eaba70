// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.file.ExperimentException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * How the results of a folder were made, {@code run.json}: what {@code report} needs to know.
 *
 * @param file the experiment file, absolute
 * @param settings what {@code --set} changed
 * @param only what {@code --only} named
 */
record Origin(Path file, List<String> settings, List<String> only) {
  private static final String NAME = "run.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Writes it into an output folder; the file is named relative to the folder where it can be. */
  void write(Path folder) {
    ObjectNode json = JSON.createObjectNode();
    json.put("file", relative(folder));
    settings.forEach(json.putArray("set")::add);
    only.forEach(json.putArray("only")::add);
    try {
      Path aside = folder.resolve(NAME + ".part");
      Files.writeString(aside, json.toPrettyString() + "\n");
      Files.move(aside, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ExperimentException("cannot write " + folder.resolve(NAME) + ": " + e, e);
    }
  }

  private String relative(Path folder) {
    Path from = folder.toAbsolutePath().normalize();
    Path to = file.toAbsolutePath().normalize();
    boolean near = from.getRoot() != null && from.getRoot().equals(to.getRoot());
    return (near ? from.relativize(to) : to).toString().replace('\\', '/');
  }

  /**
   * Reads it from an output folder.
   *
   * @throws ExperimentException if the folder holds no results of {@code backprop run}
   */
  static Origin read(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw new ExperimentException(
          folder + ": the folder holds no results of 'backprop run' (it lacks " + NAME + ")");
    }
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      List<String> settings = new ArrayList<>();
      json.path("set").forEach(node -> settings.add(node.asText()));
      List<String> only = new ArrayList<>();
      json.path("only").forEach(node -> only.add(node.asText()));
      String name = json.path("file").asText();
      if (name.isEmpty()) {
        throw new ExperimentException(file + ": it names no experiment file");
      }
      return new Origin(folder.resolve(name).normalize(), settings, only);
    } catch (JsonProcessingException e) {
      throw new ExperimentException(
          file + ":" + e.getLocation().getLineNr() + ": not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ExperimentException(file + ": cannot be read: " + e, e);
    }
  }
}
