// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.TestData;
import java.beans.PropertyDescriptor;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.swing.DefaultListModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.Classifier;
import weka.classifiers.functions.BackpropNetwork;
import weka.classifiers.rules.ZeroR;
import weka.core.Instances;
import weka.core.Range;
import weka.core.converters.ConverterUtils.DataSource;
import weka.experiment.ClassifierSplitEvaluator;
import weka.experiment.CrossValidationResultProducer;
import weka.experiment.DatabaseResultListener;
import weka.experiment.Experiment;
import weka.experiment.InstanceQuery;
import weka.experiment.InstancesResultListener;
import weka.experiment.PairedCorrectedTTester;
import weka.experiment.PropertyNode;
import weka.experiment.ResultListener;
import weka.experiment.ResultMatrixPlainText;
import weka.experiment.SplitEvaluator;

/** Weka's Experimenter, as its window sets it up. */
class ExperimenterTest {
  @TempDir private Path folder;

  private Experiment experiment(ResultListener listener) throws Exception {
    Path iris = folder.resolve("iris.arff");
    Files.writeString(iris, TestData.iris().toString());
    Experiment e = new Experiment();
    e.setPropertyArray(
        new Classifier[] {TestData.network("-N 6 -layers dense(4,tanh) -V 20 -E 0"), new ZeroR()});
    e.setUsePropertyIterator(true);
    CrossValidationResultProducer folds = new CrossValidationResultProducer();
    ClassifierSplitEvaluator evaluator = new ClassifierSplitEvaluator();
    evaluator.setClassifier(new BackpropNetwork());
    folds.setNumFolds(4);
    folds.setSplitEvaluator(evaluator);
    PropertyNode[] path = {
      new PropertyNode(
          evaluator,
          new PropertyDescriptor("splitEvaluator", CrossValidationResultProducer.class),
          CrossValidationResultProducer.class),
      new PropertyNode(
          evaluator.getClassifier(),
          new PropertyDescriptor("classifier", evaluator.getClass()),
          evaluator.getClass())
    };
    assertTrue(folds.getSplitEvaluator() instanceof SplitEvaluator);
    e.setResultProducer(folds);
    e.setPropertyPath(path);
    e.setRunLower(1);
    e.setRunUpper(2);
    DefaultListModel<File> data = new DefaultListModel<>();
    data.addElement(iris.toFile());
    e.setDatasets(data);
    e.setResultListener(listener);
    return e;
  }

  private static void run(Experiment e) throws Exception {
    e.initialize();
    e.runExperiment();
    e.postProcess();
  }

  private static void showsMeasures(Instances results) {
    for (String name :
        new String[] {
          "measureEpochs",
          "measureBestEpoch",
          "measureBestValidationLoss",
          "measureParameters",
          "measureTrainingSeconds",
          "measureRowsPerSecond",
          "measureStopReason"
        }) {
      assertNotNull(results.attribute(name), name + " in " + new Instances(results, 0));
    }
    int epochs = results.attribute("measureEpochs").index();
    int loss = results.attribute("measureBestValidationLoss").index();
    int scheme = results.attribute("Key_Scheme").index();
    int networks = 0;
    for (int i = 0; i < results.numInstances(); i++) {
      boolean network = results.instance(i).stringValue(scheme).contains("BackpropNetwork");
      assertEquals(!network, results.instance(i).isMissing(epochs));
      if (network) {
        networks++;
        assertEquals(6, results.instance(i).value(epochs));
        assertTrue(results.instance(i).value(loss) > 0);
      }
    }
    assertEquals(8, networks, "2 runs of 4 folds");
  }

  @Test
  void measuresAreColumnsThatCanBeAnalysed() throws Exception {
    InstancesResultListener listener = new InstancesResultListener();
    File file = folder.resolve("results.arff").toFile();
    listener.setOutputFile(file);
    run(experiment(listener));
    Instances results = new DataSource(file.getPath()).getDataSet();
    showsMeasures(results);
    PairedCorrectedTTester analyse = new PairedCorrectedTTester();
    analyse.setInstances(results);
    analyse.setSortColumn(-1);
    analyse.setRunColumn(results.attribute("Key_Run").index());
    analyse.setFoldColumn(results.attribute("Key_Fold").index());
    analyse.setDatasetKeyColumns(new Range("" + (1 + results.attribute("Key_Dataset").index())));
    analyse.setResultsetKeyColumns(
        new Range(
            (1 + results.attribute("Key_Scheme").index())
                + ","
                + (1 + results.attribute("Key_Scheme_options").index())));
    analyse.setSignificanceLevel(0.05);
    analyse.setResultMatrix(new ResultMatrixPlainText());
    String right = analyse.multiResultsetFull(0, results.attribute("Percent_correct").index());
    assertTrue(right.contains("iris") && right.contains("*"), "the difference is found\n" + right);
    String epochs = analyse.multiResultsetFull(0, results.attribute("measureEpochs").index());
    assertTrue(epochs.contains("6.00"), epochs);
  }

  /** A session as the window saves it, in both of its forms, and run from the command line. */
  @ParameterizedTest
  @ValueSource(strings = {"session.exp", "session.xml"})
  void aSavedSessionRunsWithoutTheWindow(String name) throws Exception {
    InstancesResultListener listener = new InstancesResultListener();
    File file = folder.resolve("results.arff").toFile();
    listener.setOutputFile(file);
    Experiment made = experiment(listener);
    String session = folder.resolve(name).toString();
    Experiment.write(session, made);
    Experiment.main(new String[] {"-l", session, "-r"});
    showsMeasures(new DataSource(file.getPath()).getDataSet());
    Experiment read = Experiment.read(session);
    BackpropNetwork network = (BackpropNetwork) ((Classifier[]) read.getPropertyArray())[0];
    assertArrayEquals(
        TestData.network("-N 6 -layers dense(4,tanh) -V 20 -E 0").getOptions(),
        network.getOptions());
  }

  @Test
  void anExperimentWritesIntoADatabase() throws Exception {
    Properties props = new Properties();
    props.setProperty("jdbcDriver", "org.h2.Driver");
    props.setProperty("jdbcURL", "jdbc:h2:mem:results;DB_CLOSE_DELAY=-1");
    props.setProperty("CREATE_INT", "INT");
    props.setProperty("CREATE_DOUBLE", "DOUBLE PRECISION");
    props.setProperty("CREATE_STRING", "VARCHAR(8192)");
    props.setProperty("CREATE_DATE", "TIMESTAMP");
    props.setProperty("DateFormat", "yyyy-MM-dd HH:mm:ss");
    props.setProperty("checkUpperCaseNames", "true");
    props.setProperty("checkForTable", "true");
    props.setProperty("CHARACTER_VARYING", "0");
    props.setProperty("VARCHAR", "0");
    props.setProperty("INTEGER", "5");
    props.setProperty("DOUBLE_PRECISION", "2");
    props.setProperty("TIMESTAMP", "8");
    File file = folder.resolve("DatabaseUtils.props").toFile();
    try (var out = Files.newOutputStream(file.toPath())) {
      props.store(out, null);
    }
    DatabaseResultListener listener = new DatabaseResultListener();
    listener.initialize(file);
    listener.setDatabaseURL(props.getProperty("jdbcURL"));
    run(experiment(listener));
    InstanceQuery query = new InstanceQuery();
    query.initialize(file);
    query.setDatabaseURL(props.getProperty("jdbcURL"));
    query.setQuery("select * from Results0");
    Instances rows = query.retrieveInstances();
    assertEquals(16, rows.numInstances());
    int epochs = -1;
    for (int a = 0; a < rows.numAttributes(); a++) {
      epochs = rows.attribute(a).name().equalsIgnoreCase("measureEpochs") ? a : epochs;
    }
    int six = 0;
    for (int i = 0; i < 16; i++) {
      six += rows.instance(i).value(epochs) == 6 ? 1 : 0;
    }
    assertEquals(8, six);
  }
}
