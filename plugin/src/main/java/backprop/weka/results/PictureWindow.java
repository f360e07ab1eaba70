// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.results;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.swing.ImageIcon;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;

/** A window with a picture that can be saved. Used on the event thread only. */
final class PictureWindow {
  /** The name by which a window is found again. */
  static final String NAME = "backprop-picture";

  private static final int NARROWEST = 480;

  private PictureWindow() {}

  static void open(String title, BufferedImage picture) {
    JFrame frame = new JFrame(title);
    frame.setName(NAME);
    frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
    JButton save = new JButton("Save picture...");
    save.setName("picture-save");
    save.addActionListener(e -> save(frame, picture));
    JPanel buttons = new JPanel(new FlowLayout(FlowLayout.RIGHT));
    buttons.add(save);
    JLabel label = new JLabel(new ImageIcon(picture));
    label.setOpaque(true);
    label.setBackground(Color.WHITE);
    // Wide enough for the window's title.
    label.setPreferredSize(
        new Dimension(Math.max(NARROWEST, picture.getWidth()), picture.getHeight()));
    frame.add(new JScrollPane(label), BorderLayout.CENTER);
    frame.add(buttons, BorderLayout.SOUTH);
    frame.pack();
    frame.setLocationByPlatform(true);
    frame.setVisible(true);
  }

  private static void save(JFrame frame, BufferedImage picture) {
    JFileChooser chooser = new JFileChooser();
    chooser.setSelectedFile(new File(chooser.getCurrentDirectory(), "picture.png"));
    if (chooser.showSaveDialog(frame) != JFileChooser.APPROVE_OPTION) {
      return;
    }
    File file = chooser.getSelectedFile();
    if (file.exists()
        && JOptionPane.showConfirmDialog(
                frame, file + " exists. Replace it?", "Picture", JOptionPane.YES_NO_OPTION)
            != JOptionPane.YES_OPTION) {
      return;
    }
    try {
      ImageIO.write(picture, "png", file);
    } catch (IOException e) {
      JOptionPane.showMessageDialog(frame, "Could not write " + file + ": " + e.getMessage());
    }
  }
}
