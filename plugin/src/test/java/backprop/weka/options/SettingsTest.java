// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.layer.Dense;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weka.core.Utils;

class SettingsTest {
  /** Flags of Weka's evaluator, of its runner and of AbstractClassifier. */
  private static final Set<String> TAKEN =
      Set.of(
          ("t T c x s m l d v o k r g z p h i info synopsis xml toggle no-cv split-percentage"
                  + " preserve-order threshold-file threshold-label classifications distribution"
                  + " force-batch-training continue-iterating clean-up do-not-output-per-class-statistics"
                  + " disable metrics no-predictions output-debug-info do-not-check-capabilities"
                  + " num-decimal-places batch-size S W F")
              .split(" "));

  private static Settings parsed(String line) throws Exception {
    return Settings.take(Utils.splitOptions(line));
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void noFlagIsWekas(Setting s) {
    assertTrue(!TAKEN.contains(s.flag()), s.flag());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-layers \"dense(64, relu), dropout(0.2)\"",
        "-layers none -N 5",
        "-H \"3, a\" -batch 0 -V 20 -E 0",
        "-optimizer \"adam(rate=cosine(0.01))\" -regularizer \"l2(0.01), max-norm(3)\"",
        "-class-weights 1,2.5,0 -threads 2 -backend reference -loss huber(2)",
        "-class-weights balanced -N auto",
        "-metric auc -min-gain 0.001 -time-limit 2.5 -accumulate 4 -mixup 0.2",
        "-augment \"shift(0.2), flip, smote(3)\"",
        "-memory 512",
        "-precision bf16",
        "-effort fast",
        "-effort thorough -N 3",
        "-memory auto"
      })
  void commandLineComesBack(String line) throws Exception {
    Settings s = parsed(line);
    assertEquals(s, Settings.take(s.toOptions()));
    assertEquals(s, parsed(Utils.joinOptions(s.toOptions())));
  }

  @Test
  void foundOptionsAreTakenOut() throws Exception {
    String[] options = {"-N", "5", "-X", "y"};
    Settings.take(options);
    assertEquals(List.of("", "", "-X", "y"), List.of(options));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-N 0            | option -N is '0', allowed are auto and whole numbers from 1",
        "-effort best    | option -effort is 'best', allowed are fast, normal, thorough",
        "-N ten          | option -N is 'ten', allowed are auto and whole numbers from 1",
        "-N 1.5          | option -N is '1.5', allowed are auto and whole numbers from 1",
        "-batch -4       | option -batch is '-4', allowed are auto and whole numbers from 0",
        "-V 91           | option -V is '91', allowed are auto and whole numbers from 0 to 90",
        "-E -1           | option -E is '-1', allowed are auto and whole numbers from 0",
        "-threads auto   | option -threads is 'auto', allowed are whole numbers from 0 to 1024",
        "-H a,b          | option -H is 'b', allowed are sizes from 1 and the letters a, i, o, t,",
        "-H 3,0          | option -H is '0', allowed are sizes from 1",
        "-class-weights heavy | option -class-weights is 'heavy', allowed are none, balanced, and",
        "-class-weights 1,-2  | option -class-weights is '-2', allowed are none, balanced, and",
        "-metric acuracy | option -metric \"acuracy\", column 1: ",
        "-min-gain -1    | option -min-gain is '-1', allowed are numbers from 0 to 1e9",
        "-memory 0       | option -memory is '0', allowed are auto and whole numbers from 1",
        "-time-limit x   | option -time-limit is 'x', allowed are numbers from 0 to 1e9",
        "-accumulate 0   | option -accumulate is '0', allowed are whole numbers from 1",
        "-mixup NaN      | option -mixup is 'NaN', allowed are numbers from 0 to 1e9",
        "-augment shfit  | option -augment \"shfit\", column 1: ",
        "-precision half | option -precision is 'half', allowed are float, tf32, bf16",
        "-backend cuda   | option -backend is 'cuda', allowed are auto,",
        "-layers \"dense(4), dens(4)\" | option -layers \"dense(4), dens(4)\", column 11: there is no",
        "-optimizer adan | option -optimizer \"adan\", column 1: ",
        "-loss hubert    | option -loss \"hubert\", column 1: ",
        "-regularizer l3 | option -regularizer \"l3\", column 1: ",
        "-layers dense(3) -H 4 | options -layers \"dense(3)\" and -H 4 both give the hidden layers"
      })
  void refusalsNameTheOptionWhatWasFoundAndWhatIsAllowed(String line, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> parsed(line.strip()));
    assertTrue(e.getMessage().startsWith(message.strip()), e.getMessage());
  }

  @Test
  void nearestNameIsOffered() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> parsed("-optimizer adan(0.1)"));
    assertTrue(e.getMessage().contains("did you mean 'adam'"), e.getMessage());
  }

  @Test
  void numbersOfEditors() {
    Settings s = Settings.initial().with(Setting.EPOCHS, 7);
    assertEquals(7, s.number(Setting.EPOCHS));
    s = s.with(Setting.EPOCHS, Settings.AUTOMATIC);
    assertTrue(s.automatic(Setting.EPOCHS));
    assertEquals(-1, s.number(Setting.EPOCHS));
    assertThrows(
        IllegalArgumentException.class,
        () -> Settings.initial().with(Setting.THREADS, Settings.AUTOMATIC));
  }

  @Test
  void numbersWithAFraction() {
    Settings s = Settings.initial().with(Setting.TIME_LIMIT, 2.5).with(Setting.MIXUP, 1.0);
    assertEquals(2.5, s.real(Setting.TIME_LIMIT));
    assertEquals("1", s.text(Setting.MIXUP));
    assertThrows(
        IllegalArgumentException.class, () -> Settings.initial().with(Setting.MIXUP, Double.NaN));
  }

  @Test
  void layersAsMultilayerPerceptronListsThem() {
    assertEquals(
        List.of(3, 7, 10, 4, 14),
        HiddenLayers.layers("3, a,i , o,t", 10, 4).stream().map(l -> ((Dense) l).units()).toList());
    assertEquals(List.of(), HiddenLayers.layers("0", 10, 4));
  }

  @Test
  void serializedSettingsComeBack() throws Exception {
    Settings s = parsed("-N 3 -layers \"dense(5, tanh)\"");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(s);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(s, in.readObject());
    }
  }
}
