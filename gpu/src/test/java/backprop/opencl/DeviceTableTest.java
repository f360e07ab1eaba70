// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of {@code gpu/check}, and what {@code devices} says. */
@Tag("device")
final class DeviceTableTest {
  @Tag("slow")
  @Test
  void everythingInTheTableIsRight() {
    Here.assumeDevice();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int code = DeviceTable.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), "", true);
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(0, code, text);
    assertFalse(text.contains("WRONG"), text);
    assertEquals(8, text.lines().count(), text);
  }

  @Test
  void theChartShowsWhatWasMeasured(@TempDir Path folder) throws Exception {
    Here.assumeDevice();
    Path file = folder.resolve("speed.svg");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertEquals(0, DeviceTable.chart(out, "", true, file));
    String svg = Files.readString(file);
    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    String text = bytes.toString(StandardCharsets.UTF_8);
    for (String line : text.lines().filter(l -> l.startsWith("width")).toList()) {
      String times = line.replaceAll(".*, ([0-9.]+) times", "$1");
      assertTrue(svg.contains(">" + times + "</text>"), line + "\n" + svg);
    }
    assertEquals(2, svg.lines().filter(l -> l.startsWith("<circle")).count());
  }

  @Test
  void aDeviceThatIsNotThereIsSaid() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertEquals(3, DeviceTable.run(out, "no such device", true));
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("nothing to check: no "), text);
  }

  @Test
  void theReportHasEveryDeviceAndAVerdict() {
    Here.assumeDevice();
    List<String> lines = new OpenClBackend().details();
    String text = String.join("\n", lines);
    for (DeviceInfo d : Devices.here().all()) {
      assertTrue(text.contains("opencl:" + d.number() + "  " + d.name()), text);
    }
    assertTrue(text.contains("    works; ") || text.contains("    cannot be used: "), text);
    assertTrue(lines.get(0).startsWith("platform '"), text);
  }
}
