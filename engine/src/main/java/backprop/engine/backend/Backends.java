// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** Finds backends and chooses one. */
public final class Backends {
  /**
   * A chosen backend, and one sentence for each that {@code auto} passed over because it is
   * unusable.
   */
  public record Choice(Backend backend, List<String> refusals) {}

  private Backends() {}

  /**
   * All backends that this library's class loader sees. Weka gives every package a class loader of
   * its own, which the thread's context loader does not see into.
   *
   * @param loaders where backends may find more of their parts; see {@link Backend#seeing}
   */
  public static List<Backend> all(ClassLoader... loaders) {
    List<ClassLoader> more = List.of(loaders);
    List<Backend> found = new ArrayList<>();
    ServiceLoader.load(Backend.class, Backend.class.getClassLoader())
        .forEach(b -> found.add(b.seeing(more)));
    found.sort(Comparator.comparingInt(Backend::preference).reversed());
    return found;
  }

  /**
   * Chooses a backend for much work.
   *
   * @param name a backend's name, or {@code auto} for the usable one with the highest preference
   * @param loaders where backends may find more of their parts; see {@link Backend#seeing}
   * @throws IllegalArgumentException when there is no such backend or the named one is unusable,
   *     with the reason and the remedy
   */
  public static Choice choose(String name, ClassLoader... loaders) {
    return choose(name, Double.POSITIVE_INFINITY, loaders);
  }

  /**
   * Chooses a backend.
   *
   * @param name a backend's name, or {@code auto} for the usable one with the highest preference
   *     that is worth starting
   * @param work multiplications and additions that it will do, roughly; see {@link
   *     Backend#leastWork}
   * @param loaders where backends may find more of their parts; see {@link Backend#seeing}
   * @throws IllegalArgumentException when there is no such backend or the named one is unusable,
   *     with the reason and the remedy
   */
  public static Choice choose(String name, double work, ClassLoader... loaders) {
    return choose(name, work, all(loaders));
  }

  /**
   * Chooses one of the backends that were found before; see the other methods.
   *
   * @param all as {@link #all} gave them
   */
  public static Choice choose(String name, double work, List<Backend> all) {
    int colon = name.indexOf(':');
    return colon < 0
        ? choose(name, work, all, "")
        : choose(name.substring(0, colon), work, all, unquoted(name.substring(colon + 1)));
  }

  private static String unquoted(String device) {
    String d = device.trim();
    boolean quoted = d.length() > 1 && d.startsWith("\"") && d.endsWith("\"");
    return quoted ? d.substring(1, d.length() - 1) : d;
  }

  private static Choice choose(String name, double work, List<Backend> all, String device) {
    List<String> refusals = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of("auto"));
    for (Backend found : all) {
      Backend b = found;
      boolean named = b.name().equals(name);
      names.add(b.name());
      if (!named && (!name.equals("auto") || b.preference() < 0 || work < b.leastWork())) {
        continue;
      }
      if (named && !device.isEmpty()) {
        b = on(b, device);
      }
      String why = b.unusable().orElse(null);
      if (why == null) {
        return new Choice(b, refusals);
      }
      if (named) {
        throw new IllegalArgumentException("backend '" + b.name() + "' cannot be used: " + why);
      }
      refusals.add("backend '" + b.name() + "' was passed over: " + why);
    }
    throw new IllegalArgumentException(
        name.equals("auto")
            ? "no backend can be used: " + String.join("; ", refusals)
            : "there is no backend '" + name + "'; known are " + String.join(", ", names));
  }

  private static Backend on(Backend b, String device) {
    return b.on(device)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "backend '"
                        + b.name()
                        + "' has no devices to choose from, found '"
                        + b.name()
                        + ":"
                        + device
                        + "'"));
  }
}
