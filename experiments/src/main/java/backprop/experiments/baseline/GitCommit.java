// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.baseline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The commit that is checked out where a file lies, read from Git's own files: in a clone, in a
 * worktree and in a submodule, where {@code .git} is a file that says where they are, and for
 * branches that Git has packed.
 */
final class GitCommit {
  private static final String LINK = "gitdir: ";
  private static final String BRANCH = "ref: ";

  private GitCommit() {}

  /** Its identifier; empty where there is no Git, or nothing committed yet. */
  static Optional<String> of(Path file) {
    try {
      for (Path at = file.toAbsolutePath().getParent(); at != null; at = at.getParent()) {
        Path git = at.resolve(".git");
        if (Files.isRegularFile(git)) {
          String text = Files.readString(git).strip();
          git = at.resolve(text.startsWith(LINK) ? text.substring(LINK.length()) : text);
        }
        if (Files.isRegularFile(git.resolve("HEAD"))) {
          return head(git).filter(found -> found.matches("[0-9a-f]{40,64}"));
        }
      }
    } catch (IOException e) {
      // Without Git's files there just is no commit to name.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<String> head(Path git) throws IOException {
    String text = Files.readString(git.resolve("HEAD")).strip();
    if (!text.startsWith(BRANCH)) {
      return Optional.of(text);
    }
    String branch = text.substring(BRANCH.length()).strip();
    // A worktree has its own HEAD; branches are in the folder that all share.
    Path common = git;
    if (Files.isRegularFile(git.resolve("commondir"))) {
      common = git.resolve(Files.readString(git.resolve("commondir")).strip());
    }
    for (Path folder : List.of(git, common)) {
      if (Files.isRegularFile(folder.resolve(branch))) {
        return Optional.of(Files.readString(folder.resolve(branch)).strip());
      }
    }
    Path packed = common.resolve("packed-refs");
    if (!Files.isRegularFile(packed)) {
      return Optional.empty();
    }
    return Files.readAllLines(packed).stream()
        .filter(line -> line.endsWith(" " + branch))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .findFirst();
  }
}
