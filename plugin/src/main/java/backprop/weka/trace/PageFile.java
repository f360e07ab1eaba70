// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.trace;

import backprop.engine.trace.Trace;
import backprop.engine.trace.TracePage;
import java.awt.Component;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import weka.gui.BrowserHelper;

/** Pages as files. */
final class PageFile {
  private PageFile() {}

  /**
   * Writes a page.
   *
   * @param to null for a temporary file, which is gone with Weka
   */
  static File write(Trace trace, File to) throws IOException {
    File file = to;
    if (file == null) {
      file = Files.createTempFile("backprop-trace-", ".html").toFile();
      file.deleteOnExit();
    }
    Files.writeString(file.toPath(), TracePage.of(trace), StandardCharsets.UTF_8);
    return file;
  }

  /** Opens a page in the user's browser. */
  static void open(File page, Component from) {
    BrowserHelper.openURL(from, page.toURI().toString());
  }
}
