// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.sheet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.BackpropOptions;
import backprop.weka.gui.SettingEditor;
import backprop.weka.options.Setting;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.beans.PropertyEditor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Option;
import weka.core.OptionHandler;
import weka.core.OptionMetadata;
import weka.core.Utils;
import weka.gui.ProgrammaticProperty;

/** What Weka's property sheet will show, found the way Weka finds it. */
class PropertySheetTest {
  private static List<PropertyDescriptor> all(Class<?> bean) throws IntrospectionException {
    List<PropertyDescriptor> all = new ArrayList<>();
    for (PropertyDescriptor p : Introspector.getBeanInfo(bean).getPropertyDescriptors()) {
      if (p.getReadMethod() != null && p.getWriteMethod() != null) {
        all.add(p);
      }
    }
    return all;
  }

  private static List<PropertyDescriptor> shown(Class<?> bean) throws IntrospectionException {
    return all(bean).stream()
        .filter(p -> !p.getReadMethod().isAnnotationPresent(ProgrammaticProperty.class))
        // Weka has no editor for the command line.
        .filter(p -> !p.getName().equals("options"))
        .toList();
  }

  @Test
  void isShort() throws Exception {
    Set<String> names =
        Set.of(
            "preset",
            "effort",
            "layers",
            "loss",
            "optimizer",
            "epochs",
            "batch",
            "regularization",
            "stopping",
            "monitor",
            "more",
            "resume",
            "seed");
    List<String> found =
        shown(BackpropNetwork.class).stream().map(PropertyDescriptor::getName).toList();
    assertEquals(names, Set.copyOf(found));
  }

  @Test
  void everythingShownHasANameATipAndAnOrderOfItsOwn() throws Exception {
    for (Class<?> bean :
        List.of(
            BackpropNetwork.class,
            RegularizationOptions.class,
            StoppingOptions.class,
            TechnicalOptions.class)) {
      List<Integer> orders = new ArrayList<>();
      for (PropertyDescriptor p : shown(bean)) {
        OptionMetadata m = p.getReadMethod().getAnnotation(OptionMetadata.class);
        if (p.getName().equals("seed")) {
          continue;
        }
        assertNotNull(m, bean + "." + p.getName());
        assertTrue(m.description().length() > 20, p.getName());
        assertTrue(!orders.contains(m.displayOrder()), p.getName());
        orders.add(m.displayOrder());
      }
    }
  }

  /** Weka's editor of objects copies a group by its options each time one of them is changed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-keep-stopped",
        "-V 20 -E 5 -metric auc -min-gain 0.1 -time-limit 3 -keep-stopped",
      })
  void groupsAreCopiedByTheirOptions(String line) throws Exception {
    StoppingOptions group = new StoppingOptions();
    group.setOptions(Utils.splitOptions(line));
    StoppingOptions copy = (StoppingOptions) OptionHandler.makeCopy(group);
    assertEquals(group, copy);
    assertTrue(copy.getKeepWhenStopped());
    assertTrue(group.toDisplay().endsWith("-keep-stopped"), group.toDisplay());
    for (String word : Utils.splitOptions(line)) {
      assertTrue(List.of(copy.getOptions()).contains(word), word);
    }
    BackpropNetwork network = new BackpropNetwork();
    network.setStopping(copy);
    assertTrue(List.of(network.getOptions()).contains("-keep-stopped"));
  }

  /** No option is forgotten: each is shown in the sheet or in one of its groups, once. */
  @Test
  void everySettingIsSomewhere() throws Exception {
    List<Setting> grouped = new ArrayList<>();
    for (OptionGroup g :
        List.of(new RegularizationOptions(), new StoppingOptions(), new TechnicalOptions())) {
      grouped.addAll(g.members());
      for (Setting s : g.members()) {
        assertTrue(
            shown(g.getClass()).stream()
                .anyMatch(
                    p ->
                        p.getReadMethod()
                            .getAnnotation(OptionMetadata.class)
                            .commandLineParamName()
                            .equals(s.flag())),
            s + " in " + g.getClass());
      }
    }
    Set<Setting> rest = EnumSet.allOf(Setting.class);
    rest.removeAll(grouped);
    assertEquals(
        EnumSet.of(
            Setting.PRESET,
            Setting.EFFORT,
            Setting.LAYERS,
            Setting.LOSS,
            Setting.OPTIMIZER,
            Setting.EPOCHS,
            Setting.BATCH,
            Setting.MONITOR),
        rest);
    assertEquals(grouped.size(), Set.copyOf(grouped).size());
  }

  /** Help on the command line names every flag once. */
  @Test
  void helpNamesEveryFlagOnce() {
    List<String> flags =
        Collections.list(new BackpropNetwork().listOptions()).stream().map(Option::name).toList();
    for (Setting s : Setting.values()) {
      assertEquals(1, Collections.frequency(flags, s.flag()), s.flag());
    }
  }

  /** The names that programs and experiment files use. */
  @ParameterizedTest
  @CsvSource({
    "regularizer, l2(0.01)",
    "augmentation, noise(0.1)",
    "mixup, 0.2",
    "validation, 20",
    "patience, 7",
    "metric, kappa",
    "minimumGain, 0.01",
    "timeLimit, 3",
    "hiddenLayers, a",
    "classWeights, balanced",
    "nominalAttributes, index",
    "accumulate, 2",
    "threads, 1",
    "memory, 64",
    "backend, reference",
    "precision, tf32",
    "epochs, 5",
    "batch, 16",
    "layers, dense(3)",
    "preset, wide(units=8)"
  })
  void flatPropertiesStillWork(String name, String text) throws Exception {
    BackpropNetwork network = new BackpropNetwork();
    PropertyDescriptor p = new PropertyDescriptor(name, BackpropNetwork.class);
    Class<?> type = p.getPropertyType();
    Object value =
        type == int.class
            ? (Object) Integer.valueOf(text)
            : type == double.class ? (Object) Double.valueOf(text) : text;
    p.getWriteMethod().invoke(network, value);
    assertEquals(value, p.getReadMethod().invoke(network));
    BackpropNetwork copy = new BackpropNetwork();
    copy.setOptions(network.getOptions());
    assertEquals(value, p.getReadMethod().invoke(copy));
  }

  @Test
  void aGroupIsACopyThatTheClassifierTakes() throws Exception {
    BackpropNetwork network = new BackpropNetwork();
    StoppingOptions group = network.getStopping();
    group.setPatience(9);
    group.setMetric("accuracy");
    assertEquals(-1, network.getPatience());
    network.setStopping(group);
    assertEquals(9, network.getPatience());
    assertEquals("accuracy", network.getMetric());
    assertEquals(group, network.getStopping());
    assertEquals("-E 9  -metric accuracy", group.toDisplay());
    TechnicalOptions more = network.getMore();
    more.setDebug(true);
    more.setNumDecimalPlaces(5);
    more.setBatchSize("7");
    network.setMore(more);
    assertTrue(network.getDebug());
    assertEquals("7", network.getBatchSize());
    BackpropNetwork copy = new BackpropNetwork();
    copy.setOptions(network.getOptions());
    assertArrayEquals(network.getOptions(), copy.getOptions());
    assertEquals(5, copy.getNumDecimalPlaces());
    assertEquals(9, copy.getStopping().getPatience());
  }

  @Test
  void aGroupsOptionsComeBack() throws Exception {
    for (OptionGroup g :
        List.of(new RegularizationOptions(), new StoppingOptions(), new TechnicalOptions())) {
      String[] options = g.getOptions();
      String[] given = options.clone();
      g.setOptions(given);
      assertTrue(List.of(given).stream().allMatch(String::isEmpty), List.of(given).toString());
      assertArrayEquals(options, g.getOptions());
      assertThrows(Exception.class, () -> g.setOptions(new String[] {"-nothing"}));
    }
  }

  /** Saved experiments and programs call setters with exactly these types. */
  @Test
  void editorsShowAutoAsAWord() throws Exception {
    int asked = 0;
    for (Class<?> bean :
        List.of(
            BackpropOptions.class,
            RegularizationOptions.class,
            StoppingOptions.class,
            TechnicalOptions.class)) {
      for (PropertyDescriptor p : all(bean)) {
        Class<?> type = p.getPropertyEditorClass();
        if (type == null || !SettingEditor.class.isAssignableFrom(type)) {
          continue;
        }
        SettingEditor e = (SettingEditor) type.getConstructor().newInstance();
        Object owner =
            bean == BackpropOptions.class
                ? new BackpropNetwork()
                : bean.getConstructor().newInstance();
        Method get = p.getReadMethod();
        e.setValue(get.invoke(owner));
        assertEquals(e.setting().initial(), e.getAsText(), p.getName());
        String before = e.getAsText();
        if (!before.isEmpty()) {
          IllegalArgumentException no =
              assertThrows(IllegalArgumentException.class, () -> e.setAsText("?!"));
          assertTrue(no.getMessage().startsWith("option -" + e.setting().flag()), no.getMessage());
        }
        e.setAsText(before);
        assertEquals(get.invoke(owner), e.getValue(), p.getName());
        asked++;
      }
    }
    assertEquals(24 + 17, asked);
  }

  @Test
  void monitorIsAFlag() throws Exception {
    BackpropNetwork network = new BackpropNetwork();
    assertTrue(!Utils.joinOptions(network.getOptions()).contains("-monitor"));
    network.setOptions(new String[] {"-monitor", "-N", "3"});
    assertTrue(network.getMonitor());
    assertEquals(3, network.getEpochs());
    assertTrue(Utils.joinOptions(network.getOptions()).contains("-monitor -"));
    BackpropNetwork copy = new BackpropNetwork();
    copy.setOptions(network.getOptions());
    assertArrayEquals(network.getOptions(), copy.getOptions());
    PropertyEditor none = java.beans.PropertyEditorManager.findEditor(boolean.class);
    assertNotNull(none);
  }
}
