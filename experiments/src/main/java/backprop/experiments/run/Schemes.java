// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.Nearest;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.Classifier;
import weka.core.Option;
import weka.core.OptionHandler;
import weka.core.Randomizable;

/**
 * Makes Weka's objects from class names and options. Unlike {@code AbstractClassifier.forName} it
 * takes the full name only, so that no class path is searched, and says what is near a wrong one.
 */
final class Schemes {
  /** A seed that nobody uses, to see which option carries the seed. */
  private static final int PROBE = 918_273_645;

  private Schemes() {}

  /** What is wrong with a scheme, in one sentence without its place. */
  static final class SchemeException extends Exception {
    private static final long serialVersionUID = 1L;

    SchemeException(String message) {
      super(message);
    }
  }

  /** A new object of a class that must be of a kind, with its defaults. */
  static <T> T create(String name, Class<T> kind) throws SchemeException {
    Class<?> type;
    try {
      type = WekaHome.find(name);
    } catch (ClassNotFoundException e) {
      throw new SchemeException("there is no class '" + name + "'; " + hint(name));
    }
    if (!kind.isAssignableFrom(type)) {
      throw new SchemeException(
          "the class '" + name + "' is no " + kind.getSimpleName() + " of Weka");
    }
    if (Modifier.isAbstract(type.getModifiers())) {
      throw new SchemeException("the class '" + name + "' is abstract; name one that extends it");
    }
    try {
      return kind.cast(type.getDeclaredConstructor().newInstance());
    } catch (InvocationTargetException e) {
      throw new SchemeException("'" + name + "' cannot be made: " + sentence(e.getCause()));
    } catch (ReflectiveOperationException e) {
      throw new SchemeException("'" + name + "' cannot be made: it lacks a public constructor");
    }
  }

  /** Sets options given as words; nothing may be left over. */
  static void setOptions(Object scheme, List<String> words) throws SchemeException {
    String name = scheme.getClass().getName();
    if (words.isEmpty()) {
      return;
    }
    if (!(scheme instanceof OptionHandler handler)) {
      throw new SchemeException("'" + name + "' takes no options, found '" + words.get(0) + "'");
    }
    for (int i = 0; i < words.size() && !words.get(i).equals("--"); i++) {
      String word = words.get(i);
      if (!word.isEmpty() && !word.startsWith("-") && i == 0) {
        throw new SchemeException(
            "'" + name + "' takes options that start with -, found '" + word + "'");
      }
    }
    String[] left = words.toArray(String[]::new);
    String problem = null;
    try {
      handler.setOptions(left);
    } catch (Exception e) {
      problem = sentence(e);
    }
    Optional<String> unknown =
        Arrays.stream(left).filter(w -> !w.isEmpty() && !w.equals("--")).findFirst();
    if (unknown.isPresent() && (problem == null || problem.contains("llegal option"))) {
      List<String> flags = new ArrayList<>();
      for (Option option : Collections.list(handler.listOptions())) {
        if (!option.name().isBlank()) {
          flags.add("-" + option.name());
        }
      }
      throw new SchemeException(
          "'"
              + name
              + "' has no option '"
              + unknown.get()
              + "'; "
              + Nearest.hint(unknown.get(), flags));
    } else if (problem != null) {
      throw new SchemeException("'" + name + "' refuses its options: " + problem);
    }
  }

  /** The flag that carries the seed of a scheme, if it has one. */
  static Optional<String> seedFlag(Classifier scheme) throws SchemeException {
    if (!(scheme instanceof Randomizable) || !(scheme instanceof OptionHandler)) {
      return Optional.empty();
    }
    Classifier probe = create(scheme.getClass().getName(), Classifier.class);
    ((Randomizable) probe).setSeed(PROBE);
    List<String> words = Arrays.asList(((OptionHandler) probe).getOptions());
    int at = words.indexOf("" + PROBE);
    return at > 0 ? Optional.of(words.get(at - 1)) : Optional.empty();
  }

  /** The first line of what an exception says, or its name; both where it tells of a mistake. */
  static String sentence(Throwable e) {
    String message = e.getMessage();
    if (message == null || message.isBlank()) {
      return e.getClass().getName();
    }
    String line = message.strip().split("\\R", 2)[0].strip();
    boolean said = e instanceof IllegalArgumentException || e instanceof IllegalStateException;
    return !said && (e instanceof RuntimeException || e instanceof Error)
        ? e.getClass().getSimpleName() + ": " + line
        : line;
  }

  private static String hint(String name) {
    String shortName = name.substring(name.lastIndexOf('.') + 1);
    List<String> known = classifiers();
    List<String> shortNames = known.stream().map(k -> k.substring(k.lastIndexOf('.') + 1)).toList();
    String packages =
        System.getenv("WEKA_HOME") == null
            ? "; WEKA_HOME is not set, so no installed packages were searched"
            : "";
    return Nearest.to(shortName, shortNames)
            .map(near -> "did you mean '" + known.get(shortNames.indexOf(near)) + "'?")
            .orElse("the class path holds none with a similar name")
        + packages;
  }

  /** Class names below {@code weka.classifiers} in the jar that Weka comes from, and our own. */
  private static List<String> classifiers() {
    List<String> names = new ArrayList<>(List.of("weka.classifiers.functions.BackpropNetwork"));
    try {
      Path jar =
          Path.of(
              AbstractClassifier.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (JarFile file = new JarFile(jar.toFile())) {
        for (JarEntry entry : Collections.list(file.entries())) {
          String name = entry.getName();
          if (name.matches("weka/classifiers/\\w+/(\\w+/)*[A-Z]\\w*\\.class")) {
            names.add(name.replace('/', '.').substring(0, name.length() - ".class".length()));
          }
        }
      }
    } catch (IOException | URISyntaxException e) {
      // A hint is a courtesy: without the jar only our own name is near.
    }
    return names;
  }
}
