// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.cluster;

import backprop.experiments.file.ExperimentException;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Finds the cluster of an address. */
public final class Clusters {
  /** The address of this process itself. */
  public static final String LOCAL = "local";

  private static final Pattern KNOWN =
      Pattern.compile("local\\[(\\*|[1-9]\\d{0,3})]|spark://[^\\s/,:]+:\\d+(,[^\\s/,:]+:\\d+)*");

  private Clusters() {}

  /**
   * That an address can be one.
   *
   * @return the provider that serves it; none for {@link #LOCAL}
   * @throws ExperimentException if it is none, or what it needs is not there
   */
  public static Optional<Cluster.Provider> find(String address) {
    if (address.equals(LOCAL)) {
      return Optional.empty();
    } else if (!KNOWN.matcher(address).matches()) {
      throw new ExperimentException(
          "--on takes local, local[N] or spark://HOST:PORT, found '%s'".formatted(address));
    }
    return Optional.of(
        ServiceLoader.load(Cluster.Provider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.serves(address))
            .findFirst()
            .orElseThrow(
                () ->
                    new ExperimentException(
                        "--on %s needs Apache Spark, which is not part of the usual build; get it with 'mvn -Pspark -pl experiments/spark -am -DskipTests package' in the folder of ./backprop"
                            .formatted(address))));
  }

  /**
   * Opens the cluster at an address.
   *
   * @throws ExperimentException if there is none
   */
  public static Optional<Cluster> open(String address, String application, Consumer<String> notes) {
    return find(address).map(provider -> provider.open(address, application, notes));
  }
}
