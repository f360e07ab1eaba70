// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.rule.Firing;
import backprop.experiments.rule.RaceRules;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The order in which cells run, stage by stage. The cells of a stage are independent of each other;
 * what runs in the next one is decided when all of them are done, from their results alone. So the
 * course is the same for any number of cells at once, and after any interruption.
 *
 * <pre>
 * for each step of the search (halving: parts of the epochs)
 *   one stage with all folds, or, where a rule is asked after each fold, one stage a fold
 *     after each: rules on folds
 *   where a rule on configurations may end the experiment, one stage a configuration
 *     after each: such rules
 *   rules on configurations; the search drops those that do not go on
 * </pre>
 */
final class Course {
  /** The configurations of a group that still run on a data set. */
  private record Track(LoadedData data, Group group, List<PlannedConfiguration> running) {
    List<String> names() {
      return running.stream().map(c -> c.configuration().name()).toList();
    }

    List<PlannedConfiguration> copy() {
      return List.copyOf(running);
    }

    boolean last(int step) {
      return step == group.steps() - 1;
    }
  }

  /** A part of a step that runs before its next one: one configuration, or all where it is null. */
  private record Turn(Track track, PlannedConfiguration configuration) {}

  /** What a cell is of: names are shorter than keys to look up by, and unique within a plan. */
  private record Spot(String dataSet, String configuration) {}

  private final Plan plan;
  private final RaceRules races;
  private final Metric leading;
  private final int folds;
  private final Map<Spot, List<Cell>> cells = new HashMap<>();
  private final List<Track> tracks = new ArrayList<>();
  private final Map<Spot, List<CellResult>> done = new HashMap<>();
  private final List<Dropped> dropped = new ArrayList<>();
  private final List<Firing> firings = new ArrayList<>();
  private final Set<List<String>> warned = new HashSet<>();
  private final Deque<Turn> turns = new ArrayDeque<>();
  private int step;
  private int round;
  private boolean over;
  private Firing end;

  Course(Plan plan) {
    this.plan = plan;
    this.races = plan.rules().onRaces();
    this.leading = Metrics.named(plan.file().metrics().get(0));
    this.folds = plan.file().evaluation().repeats() * plan.file().evaluation().folds();
    for (Cell cell : plan.cells()) {
      cells.computeIfAbsent(spot(cell), key -> new ArrayList<>(folds)).add(cell);
    }
    for (LoadedData data : plan.data()) {
      for (Group group : plan.groups()) {
        tracks.add(new Track(data, group, new ArrayList<>(group.members())));
      }
    }
    takeTurns();
  }

  private static Spot spot(Cell cell) {
    return new Spot(cell.data().info().name(), cell.configuration().configuration().name());
  }

  private static Spot spot(Track track, PlannedConfiguration configuration) {
    return new Spot(track.data().info().name(), configuration.configuration().name());
  }

  /** Number of configurations dropped so far, counted once a data set. */
  int droppedCount() {
    return dropped.size();
  }

  /** The firings so far, in the order of the course. */
  List<Firing> firings() {
    return firings;
  }

  /** The cells of the stage at hand, in plan order; empty when all is done. */
  List<Cell> stage() {
    List<Cell> stage = new ArrayList<>();
    if (over) {
      return stage;
    }
    for (LoadedData data : plan.data()) {
      for (Track track : active()) {
        if (track.data() == data) {
          int from = races.onFolds() ? round : 0;
          int to = races.onFolds() ? round + 1 : folds;
          // Folds first where they are stages, so that cells of one fold share its rows.
          for (PlannedConfiguration configuration : atTurn(track)) {
            for (Cell cell : cells.get(spot(track, configuration)).subList(from, to)) {
              stage.add(track.group().steps() == 1 ? cell : cell.step(track.group().part(step)));
            }
          }
        }
      }
    }
    return stage;
  }

  /** Where configurations run one after the other, all of them that are at their last step do. */
  private void takeTurns() {
    turns.clear();
    if (races.oneByOne()) {
      if (active().stream().anyMatch(track -> !track.last(step))) {
        turns.add(new Turn(null, null));
      }
      for (Track track : active()) {
        if (track.last(step)) {
          track.running().forEach(c -> turns.add(new Turn(track, c)));
        }
      }
    }
  }

  private List<PlannedConfiguration> atTurn(Track track) {
    Turn turn = turns.peek();
    if (turn == null || turn.track() == null && !track.last(step)) {
      return track.running();
    }
    return turn.track() == track ? List.of(turn.configuration()) : List.of();
  }

  /** An upper bound of the cells that are still to run, those of the stage at hand included. */
  int remaining() {
    int cellsLeft = 0;
    for (Track track : over ? List.<Track>of() : tracks) {
      for (int s = step; s < track.group().steps(); s++) {
        int running =
            s == step ? waiting(track) : Math.min(track.running().size(), track.group().size(s));
        cellsLeft += running * (s == step && races.onFolds() ? folds - round : folds);
      }
    }
    return cellsLeft;
  }

  /** The configurations of a track that are still to run at the step at hand. */
  private int waiting(Track track) {
    if (turns.isEmpty()) {
      return Math.min(track.running().size(), track.group().size(step));
    } else if (track.last(step)) {
      return (int) turns.stream().filter(turn -> turn.track() == track).count();
    }
    return turns.peek().track() == null ? track.running().size() : 0;
  }

  private List<Track> active() {
    return tracks.stream().filter(track -> track.group().steps() > step).toList();
  }

  /**
   * Notes that the stage is done and decides what the next one is.
   *
   * @param results its results, one for each cell
   */
  void done(List<CellResult> results) {
    add(results);
    if (races.onFolds()) {
      active().forEach(track -> judge(track, RaceRules.Event.FOLD));
      over = end != null;
      round++;
      if (round < folds && !over && !stage().isEmpty()) {
        return;
      }
    }
    round = 0;
    Turn turn = turns.poll();
    if (turn != null && turn.track() != null) {
      judgeEnd(turn);
    }
    if (end == null && !turns.isEmpty()) {
      return;
    }
    for (Track track : active()) {
      if (track.last(step)) {
        if (races.onConfigurations() && !over) {
          judge(track, RaceRules.Event.CONFIGURATION);
        }
      } else if (end == null) {
        promote(track);
      }
    }
    step++;
    over = end != null || active().isEmpty();
    takeTurns();
  }

  /** Notes the results of a stage that a rule ended; no further stage follows. */
  void end(List<CellResult> results, Firing by) {
    add(results);
    end = by;
    over = true;
  }

  /** Notes the results of a stage that is not done; no further stage follows. */
  void leave(List<CellResult> results) {
    add(results);
    over = true;
  }

  /** Adds a firing that belongs to the experiment as a whole. */
  void add(Firing firing) {
    firings.add(firing);
  }

  private void add(List<CellResult> results) {
    for (CellResult result : results) {
      done.computeIfAbsent(
              new Spot(result.dataSet(), result.configuration()), key -> new ArrayList<>())
          .add(result);
      firings.addAll(result.firings());
    }
  }

  /** Asks the rules that may end the experiment about the configuration that is whole now. */
  private void judgeEnd(Turn turn) {
    hear(turn.track(), RaceRules.Event.CONFIGURATION)
        .judgeEnd(
            group(turn.track(), RaceRules.Event.CONFIGURATION),
            turn.configuration().configuration().name())
        .forEach(this::note);
  }

  private void judge(Track track, RaceRules.Event event) {
    for (Firing firing : hear(track, event).judge(group(track, event))) {
      if (firing.action().equals("drop")) {
        firings.add(firing);
        drop(track, firing.configuration(), firing.rule(), firing.evidence());
      } else {
        note(firing);
      }
    }
  }

  /** Keeps a firing that drops nothing, once for a rule and a configuration. */
  private void note(Firing firing) {
    if (warned.add(List.of(firing.rule(), firing.dataSet(), firing.configuration()))) {
      firings.add(firing);
      if (firing.action().equals("finish") && end == null) {
        end = firing;
      }
    }
  }

  /** Who is asked about: on folds all that run, on configurations those that are whole. */
  private RaceRules.Group group(Track track, RaceRules.Event event) {
    List<String> asked =
        event == RaceRules.Event.FOLD
            ? track.names()
            : track.running().stream()
                .filter(c -> done.getOrDefault(spot(track, c), List.of()).size() == folds)
                .map(c -> c.configuration().name())
                .toList();
    return new RaceRules.Group(track.data().info(), track.group().learner(), asked);
  }

  private RaceRules.Hearing hear(Track track, RaceRules.Event event) {
    // Only where the last step is at hand do other groups have results to be compared with.
    List<CellResult> known = new ArrayList<>();
    for (Track other : tracks) {
      if (other.data() == track.data() && (other == track || other.group().steps() <= step + 1)) {
        other.running().forEach(c -> known.addAll(done.getOrDefault(spot(other, c), List.of())));
      }
    }
    return races.hear(event, plan.results(known, List.of(), List.of(), List.of()));
  }

  private void drop(Track track, String configuration, String by, String evidence) {
    Spot spot = new Spot(track.data().info().name(), configuration);
    track.running().removeIf(c -> c.configuration().name().equals(configuration));
    List<CellResult> had = done.remove(spot);
    dropped.add(
        new Dropped(spot.dataSet(), configuration, by, had == null ? 0 : had.size(), evidence));
  }

  /** Lets the best go on to the next step of the search; their results come anew there. */
  private void promote(Track track) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (PlannedConfiguration c : track.running()) {
      means.put(c.configuration().name(), mean(done.getOrDefault(spot(track, c), List.of())));
    }
    double sign = leading.direction() == Metric.Direction.LOWER ? 1 : -1;
    List<String> ranked =
        means.keySet().stream()
            .sorted(
                Comparator.comparingDouble(
                    name ->
                        means.get(name).isNaN()
                            ? Double.POSITIVE_INFINITY
                            : sign * means.get(name)))
            .toList();
    int keep = Math.min(ranked.size(), track.group().size(step + 1));
    Set<String> goOn = new HashSet<>(ranked.subList(0, keep));
    String share =
        String.format(Locale.ROOT, "%.3g", 100 * track.group().part(step)) + "% of the epochs";
    for (PlannedConfiguration c : track.copy()) {
      String name = c.configuration().name();
      if (goOn.contains(name)) {
        done.remove(spot(track, c));
      } else {
        String value =
            means.get(name).isNaN()
                ? "no " + leading.name()
                : leading.name() + String.format(Locale.ROOT, " %.5g", means.get(name));
        drop(
            track,
            name,
            track.group().name(),
            "%s after %s, place %d of %d of which %d go on"
                .formatted(value, share, ranked.indexOf(name) + 1, ranked.size(), keep));
      }
    }
  }

  /** NaN where a fold failed or lacks the metric: such a configuration does not go on. */
  private double mean(List<CellResult> results) {
    double sum = 0;
    for (CellResult result : results) {
      Double value = result.succeeded() ? result.metrics().get(leading.column()) : null;
      if (value == null) {
        return Double.NaN;
      }
      sum += value;
    }
    return results.isEmpty() ? Double.NaN : sum / results.size();
  }

  /** What waits for more epochs no longer: the trainings of a dropped configuration. */
  Stream<String> waiting(Dropped of) {
    return cells.get(new Spot(of.dataSet(), of.configuration())).stream().map(Cell::key);
  }

  List<Dropped> dropped() {
    return dropped;
  }

  /** The rule that ended the experiment, if one did. */
  Optional<Firing> end() {
    return Optional.ofNullable(end);
  }

  /** The results so far, in plan order. */
  List<CellResult> results() {
    List<CellResult> all = new ArrayList<>();
    for (LoadedData data : plan.data()) {
      for (PlannedConfiguration c : plan.configurations()) {
        List<CellResult> found =
            done.getOrDefault(new Spot(data.info().name(), c.configuration().name()), List.of());
        all.addAll(found);
      }
    }
    return all;
  }
}
