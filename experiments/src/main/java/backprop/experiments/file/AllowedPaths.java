// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the paths of an experiment file may lead, so that a file from somebody else can neither
 * read nor write elsewhere: below its own folder and below folders that the user names. Links are
 * followed before that is judged. What the user writes on the command line is the user's own.
 */
final class AllowedPaths {
  private final List<Path> roots = new ArrayList<>();

  /**
   * @param folder the file's folder
   * @param more folders that the user allows
   */
  AllowedPaths(Path folder, List<Path> more) {
    roots.add(real(folder));
    more.forEach(path -> roots.add(real(path.toAbsolutePath().normalize())));
  }

  /**
   * Refuses a path of the file that leads elsewhere.
   *
   * @param value what the file says
   * @param path where that leads
   */
  void check(YamlValue value, Path path) {
    if (value.place().file().startsWith("--set ")) {
      return;
    }
    Path target = real(path);
    if (roots.stream().noneMatch(target::startsWith)) {
      throw value
          .place()
          .error(
              "%s leads out of the experiment file's folder, to '%s'; allow it with --allow-path %s"
                  .formatted(value.title(), target, ShellWord.of(target.toString())));
    }
  }

  /** The path without links; of what does not exist yet, the part that exists. */
  private static Path real(Path path) {
    Path rest = null;
    for (Path at = path; at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        try {
          Path real = at.toRealPath();
          return rest == null ? real : real.resolve(rest);
        } catch (IOException e) {
          // One that cannot be looked at is judged as it is written.
          return path;
        }
      }
      Path name = at.getFileName();
      if (name != null) {
        rest = rest == null ? name : name.resolve(rest);
      }
    }
    return path;
  }
}
