// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.images;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A folder of pictures: each folder in it is a class, named like it.
 *
 * @param classes names of the classes, in order
 * @param pictures all pictures, class by class, in the order of their names
 */
public record PictureFolder(List<String> classes, List<Picture> pictures) {
  /**
   * A picture.
   *
   * @param classIndex index of its class; -1 where there are no classes
   */
  public record Picture(File file, int classIndex) {}

  public PictureFolder {
    classes = List.copyOf(classes);
    pictures = List.copyOf(pictures);
  }

  /**
   * Lists a folder. Where it has no folders in it, there are no classes.
   *
   * @throws IOException in one sentence when there is no such folder, or no picture
   */
  public static PictureFolder of(File folder) throws IOException {
    if (!folder.isDirectory()) {
      throw new IOException("there is no folder " + folder);
    }
    List<Path> folders = listed(folder.toPath()).filter(Files::isDirectory).toList();
    List<String> classes = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();
    for (Path f : folders) {
      List<File> found = pictures(f);
      if (!found.isEmpty()) {
        found.forEach(p -> pictures.add(new Picture(p, classes.size())));
        classes.add(f.getFileName().toString());
      }
    }
    if (classes.isEmpty()) {
      pictures(folder.toPath()).forEach(p -> pictures.add(new Picture(p, -1)));
    }
    if (pictures.isEmpty()) {
      throw new IOException(
          "there is no picture in "
              + folder
              + " nor in its folders; pictures are files that end in "
              + String.join(", ", suffixes()));
    }
    return new PictureFolder(classes, pictures);
  }

  private static Stream<Path> listed(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList().stream();
    }
  }

  private static List<File> pictures(Path folder) throws IOException {
    Set<String> suffixes = suffixes();
    return listed(folder)
        .filter(Files::isRegularFile)
        .filter(
            p -> {
              String name = p.getFileName().toString().toLowerCase(Locale.ROOT);
              return suffixes.contains(name.substring(name.lastIndexOf('.') + 1));
            })
        .map(Path::toFile)
        .toList();
  }

  private static Set<String> suffixes() {
    Set<String> all = new java.util.TreeSet<>();
    for (String s : ImageIO.getReaderFileSuffixes()) {
      all.add(s.toLowerCase(Locale.ROOT));
    }
    return all;
  }
}
