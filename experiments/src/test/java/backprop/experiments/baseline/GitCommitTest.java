// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commit is found however Git keeps it. */
final class GitCommitTest {
  private static final String ONE = "1".repeat(40);
  private static final String TWO = "2".repeat(40);

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Optional<String> found() throws IOException {
    return GitCommit.of(write("a/b/file.yaml", ""));
  }

  @Test
  void aBranchOfAClone() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    assertEquals(Optional.empty(), found());
    write(".git/packed-refs", "# pack-refs\n" + TWO + " refs/heads/main\n");
    assertEquals(Optional.of(TWO), found());
    write(".git/refs/heads/main", ONE + "\n");
    assertEquals(Optional.of(ONE), found());
  }

  @Test
  void noBranch() throws IOException {
    write(".git/HEAD", ONE + "\n");
    assertEquals(Optional.of(ONE), found());
  }

  @Test
  void aWorktree() throws IOException {
    write("main/.git/HEAD", "ref: refs/heads/main\n");
    write("main/.git/refs/heads/main", ONE + "\n");
    write("main/.git/refs/heads/side", TWO + "\n");
    write("main/.git/worktrees/a/HEAD", "ref: refs/heads/side\n");
    write("main/.git/worktrees/a/commondir", "../..\n");
    write("a/.git", "gitdir: ../main/.git/worktrees/a\n");
    assertEquals(Optional.of(TWO), found());
    write("main/.git/worktrees/a/HEAD", ONE + "\n");
    assertEquals(Optional.of(ONE), found());
  }
}
