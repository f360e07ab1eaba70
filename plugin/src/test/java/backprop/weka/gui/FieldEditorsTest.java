// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.sheet.RegularizationOptions;
import backprop.weka.sheet.StoppingOptions;
import backprop.weka.sheet.TechnicalOptions;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.beans.PropertyEditor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weka.attributeSelection.BackpropAttributeEval;
import weka.classifiers.functions.BackpropNetwork;
import weka.clusterers.BackpropAnomaly;
import weka.core.converters.ImageDirectoryLoader;
import weka.filters.unsupervised.attribute.BackpropFeatures;
import weka.filters.unsupervised.attribute.BackpropWindow;
import weka.gui.ProgrammaticProperty;

/** No field of any sheet takes what is wrong, and each says why in a sentence. */
class FieldEditorsTest {
  private static final List<Class<?>> BEANS =
      List.of(
          BackpropNetwork.class,
          RegularizationOptions.class,
          StoppingOptions.class,
          TechnicalOptions.class,
          BackpropFeatures.class,
          BackpropWindow.class,
          BackpropAnomaly.class,
          BackpropAttributeEval.class,
          ImageDirectoryLoader.class);

  private static final Set<Class<?>> TYPED = Set.of(int.class, double.class, String.class);

  /** A field: a property that is typed. */
  record Field(Class<?> bean, PropertyDescriptor property) {
    PropertyEditor editor() throws Exception {
      Class<?> type = property.getPropertyEditorClass();
      assertNotNull(type, "Weka's own editor says nothing of what it cannot read");
      PropertyEditor e = (PropertyEditor) type.getConstructor().newInstance();
      e.setValue(property.getReadMethod().invoke(bean.getConstructor().newInstance()));
      return e;
    }

    @Override
    public String toString() {
      return bean.getSimpleName() + "." + property.getName();
    }
  }

  static List<Field> fields() throws Exception {
    List<Field> all = new ArrayList<>();
    for (Class<?> bean : BEANS) {
      for (PropertyDescriptor p : Introspector.getBeanInfo(bean).getPropertyDescriptors()) {
        boolean shown =
            p.getReadMethod() != null
                && p.getWriteMethod() != null
                && !p.getReadMethod().isAnnotationPresent(ProgrammaticProperty.class);
        if (shown && TYPED.contains(p.getPropertyType())) {
          all.add(new Field(bean, p));
        }
      }
    }
    return all;
  }

  @Test
  void thereAreManyFields() throws Exception {
    assertTrue(fields().size() >= 40, fields().toString());
  }

  @ParameterizedTest
  @MethodSource("fields")
  void whatIsWrongIsRefusedInASentence(Field field) throws Exception {
    PropertyEditor editor = field.editor();
    Object before = editor.getValue();
    for (String wrong : new String[] {"?!", "1,,2", "dense(", "\"", "-1.5.2", "'); drop"}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> editor.setAsText(wrong), wrong)
              .getMessage();
      assertFalse(message.contains("\n") || message.contains("Exception"), message);
      assertTrue(message.length() > 15 && message.length() < 400, message);
      assertEquals(before, editor.getValue(), "nothing has changed");
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void whatItShowsIsTaken(Field field) throws Exception {
    PropertyEditor editor = field.editor();
    Object before = editor.getValue();
    editor.setAsText(editor.getAsText());
    assertEquals(before, editor.getValue());
  }

  /** The field turns red and tells the sentence as its tip, until the text is right again. */
  @ParameterizedTest
  @MethodSource("fields")
  void theFieldItselfTells(Field field) throws Exception {
    if (!(field.editor() instanceof TextEditor editor)) {
      assertNotNull(field.editor().getTags(), "else it is one of a few words");
      return;
    }
    SwingUtilities.invokeAndWait(
        () -> {
          Object before = editor.getValue();
          JTextField box =
              Components.named(
                  editor.getCustomPanel(), JTextField.class, "option-" + editor.name());
          String shown = box.getText();
          box.setText("?!");
          assertEquals(CatalogTextArea.BAD, box.getForeground());
          assertEquals(editor.problem("?!"), box.getToolTipText());
          assertFalse(box.getInputVerifier().verify(box));
          assertEquals(before, editor.getValue());
          box.setText(shown);
          assertNull(box.getToolTipText());
          assertTrue(box.getInputVerifier().verify(box));
          assertEquals(before, editor.getValue());
        });
  }

  /** What the sentences of the fields that are no settings say. */
  @Test
  void sentencesNameTheFieldAndWhatIsAllowed() {
    assertEquals(
        "seed is 'x', allowed are whole numbers", new FieldEditors.NetworkSeed().problem("x"));
    assertNull(new FieldEditors.NetworkSeed().problem("-4"));
    assertEquals(
        "batchSize is '0', allowed are whole numbers from 1",
        new FieldEditors.NetworkBatchSize().problem("0"));
    assertEquals(
        "option -share is 100.0, allowed are numbers above 0 and below 100",
        new FieldEditors.AnomalyOddShare().problem("100"));
    assertEquals(
        "option -steps is 0, allowed are whole numbers from 1",
        new FieldEditors.WindowSteps().problem("0"));
    assertNull(new FieldEditors.WindowAttributes().problem("1,3-last"));
    assertNull(new FieldEditors.FeaturesLayer().problem("2-dense"));
    assertNotNull(new FieldEditors.FeaturesEpochs().problem("0"));
    assertNotNull(new FieldEditors.PicturesChannels().problem("2"));
    assertNotNull(new FieldEditors.ImportanceHoldout().problem("100"));
  }
}
