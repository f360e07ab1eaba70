// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.engine.model.EpochRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a cell found, on its way back from another machine.
 *
 * @param record its record, as the file of records has it: with a checksum
 * @param times what it took
 * @param curve the epochs of a network, a row each
 * @param checkpoint the training that waits for more epochs, or null
 */
record CellReply(String record, Map<String, Double> times, double[][] curve, byte[] checkpoint)
    implements Serializable {

  static CellReply of(String key, CellRunner.Finished done, byte[] checkpoint) {
    double[][] curve = new double[done.curve().size()][];
    for (int i = 0; i < curve.length; i++) {
      EpochRecord e = done.curve().get(i);
      curve[i] =
          new double[] {e.epoch(), e.trainingLoss(), e.validationLoss(), e.rate(), e.score()};
    }
    return new CellReply(
        RecordFormat.write(new RecordFormat.Line(key, done.result(), 0)),
        new LinkedHashMap<>(done.times()),
        curve,
        checkpoint);
  }

  /**
   * What the cell found.
   *
   * @throws RecordException if the record is not that of the cell
   */
  CellRunner.Finished finished(String key) {
    CellResult result =
        RecordFormat.read(record)
            .filter(line -> line.key().equals(key))
            .map(RecordFormat.Line::result)
            .orElseThrow(
                () -> new RecordException("the record that came back is damaged: " + record, null));
    List<EpochRecord> epochs = new ArrayList<>();
    for (double[] e : curve) {
      epochs.add(new EpochRecord((int) e[0], e[1], e[2], e[3], e[4]));
    }
    return new CellRunner.Finished(result, times, epochs);
  }
}
