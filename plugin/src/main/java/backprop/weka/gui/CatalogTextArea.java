// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import backprop.engine.text.TextException;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.Popup;
import javax.swing.PopupFactory;
import javax.swing.SwingUtilities;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.BadLocationException;
import javax.swing.text.Highlighter;
import javax.swing.text.JTextComponent;

/**
 * A text of catalogue entries: proposes what may stand at the caret while one types (Enter or Tab
 * takes the proposal, Escape closes the list, Control-Space opens it), underlines the place of an
 * error and says it in one sentence below.
 */
final class CatalogTextArea {
  static final Color BAD = new Color(0xb0, 0x1c, 0x1c);
  private static final int ROWS = 8;

  private final CatalogKind<?> kind;
  private final JTextArea area = new JTextArea(3, 56);
  private final JLabel message = new JLabel(" ");
  private final JPanel panel = new JPanel(new BorderLayout(0, 3));
  private final JList<Completion.Proposal> proposals = new JList<>();
  private final Consumer<String> changed;
  private Popup popup;
  private Completion completion;
  private boolean silent;
  private boolean typed;

  /**
   * @param changed is told every new text that a person makes
   */
  CatalogTextArea(CatalogKind<?> kind, Consumer<String> changed) {
    this.kind = kind;
    this.changed = changed;
    area.setName("catalog-text");
    area.setLineWrap(true);
    area.setWrapStyleWord(true);
    area.setFont(new Font(Font.MONOSPACED, Font.PLAIN, 13));
    area.setMargin(new java.awt.Insets(4, 5, 4, 5));
    area.setFocusTraversalKeysEnabled(false);
    message.setName("catalog-message");
    message.setFont(message.getFont().deriveFont(Font.PLAIN));
    panel.add(new JScrollPane(area), BorderLayout.CENTER);
    panel.add(message, BorderLayout.SOUTH);
    area.getDocument().addDocumentListener(new Typing());
    area.addKeyListener(new Keys());
    area.addFocusListener(
        new FocusAdapter() {
          @Override
          public void focusLost(FocusEvent e) {
            close();
          }
        });
    proposals.setFocusable(false);
    proposals.setCellRenderer(renderer());
    proposals.addMouseListener(
        new MouseAdapter() {
          @Override
          public void mousePressed(MouseEvent e) {
            take();
          }
        });
  }

  JComponent view() {
    return panel;
  }

  JTextArea area() {
    return area;
  }

  String text() {
    return area.getText();
  }

  /** Shows another text without telling. */
  void show(String text) {
    silent = true;
    area.setText(text);
    silent = false;
    close();
  }

  /** Marks the place of a problem and says it; null for none. */
  void problem(TextException e) {
    area.getHighlighter().removeAllHighlights();
    if (e == null) {
      message.setText(" ");
      message.setToolTipText(null);
      return;
    }
    message.setForeground(BAD);
    message.setText(e.getMessage());
    message.setToolTipText(e.getMessage());
    int length = area.getDocument().getLength();
    int from = Math.max(0, Math.min(e.column() - 1, length - 1));
    int to = from;
    while (to < length && word(to)) {
      to++;
    }
    try {
      area.getHighlighter().addHighlight(from, Math.min(length, Math.max(to, from + 1)), WAVE);
    } catch (BadLocationException outside) {
      throw new IllegalStateException(outside);
    }
  }

  private boolean word(int at) {
    char c = area.getText().charAt(at);
    return Character.isLetterOrDigit(c) || c == '-' || c == '.';
  }

  private static final Highlighter.HighlightPainter WAVE = CatalogTextArea::wave;

  private static void wave(Graphics g, int from, int to, Shape bounds, JTextComponent text) {
    try {
      Rectangle a = text.modelToView2D(from).getBounds();
      Rectangle b = text.modelToView2D(to).getBounds();
      g.setColor(BAD);
      int right = b.y == a.y ? Math.max(b.x, a.x + 6) : text.getWidth();
      int y = a.y + a.height - 2;
      for (int x = a.x; x < right; x += 4) {
        g.drawLine(x, y, x + 2, y - 2);
        g.drawLine(x + 2, y - 2, x + 4, y);
      }
    } catch (BadLocationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DefaultListCellRenderer renderer() {
    return new DefaultListCellRenderer() {
      private static final long serialVersionUID = 1L;

      @Override
      public java.awt.Component getListCellRendererComponent(
          JList<?> list, Object value, int index, boolean selected, boolean focus) {
        Completion.Proposal p = (Completion.Proposal) value;
        String tip = p.tip().length() > 90 ? p.tip().substring(0, 87) + "..." : p.tip();
        super.getListCellRendererComponent(list, value, index, selected, focus);
        setText("<html><b>" + p.text() + "</b> &nbsp;" + Html.escape(tip) + "</html>");
        return this;
      }
    };
  }

  private void propose() {
    close();
    completion = Completion.at(kind, area.getText(), area.getCaretPosition());
    boolean nothing = completion.proposals().isEmpty() || !area.isShowing();
    boolean complete =
        completion.proposals().size() == 1
            && area.getCaretPosition() > completion.from()
            && completion
                .proposals()
                .get(0)
                .text()
                .equals(area.getText().substring(completion.from(), area.getCaretPosition()));
    if (nothing || complete) {
      return;
    }
    proposals.setListData(completion.proposals().toArray(new Completion.Proposal[0]));
    proposals.setVisibleRowCount(Math.min(ROWS, completion.proposals().size()));
    proposals.setSelectedIndex(0);
    JScrollPane scroll = new JScrollPane(proposals);
    scroll.setBorder(BorderFactory.createLineBorder(Color.GRAY));
    Dimension wanted = scroll.getPreferredSize();
    scroll.setPreferredSize(new Dimension(Math.min(620, wanted.width + 20), wanted.height));
    try {
      Rectangle at = area.modelToView2D(completion.from()).getBounds();
      Point place = new Point(at.x, at.y + at.height + 2);
      SwingUtilities.convertPointToScreen(place, area);
      popup = PopupFactory.getSharedInstance().getPopup(area, scroll, place.x, place.y);
      popup.show();
    } catch (BadLocationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void close() {
    if (popup != null) {
      popup.hide();
      popup = null;
    }
  }

  private void take() {
    Completion.Proposal p = proposals.getSelectedValue();
    if (popup == null || p == null) {
      return;
    }
    close();
    int caret = area.getCaretPosition();
    area.replaceRange(p.text(), completion.from(), caret);
    int end = completion.from() + p.text().length();
    area.setCaretPosition(p.text().endsWith("()") ? end - 1 : end);
    if (p.text().endsWith("=") || p.text().endsWith("()")) {
      propose();
    }
  }

  private final class Typing implements DocumentListener {
    @Override
    public void insertUpdate(DocumentEvent e) {
      tell();
    }

    @Override
    public void removeUpdate(DocumentEvent e) {
      tell();
    }

    @Override
    public void changedUpdate(DocumentEvent e) {
      // Plain text has no attributes.
    }

    private void tell() {
      if (!silent) {
        // The document is locked until its listeners return.
        SwingUtilities.invokeLater(() -> changed.accept(area.getText()));
        if (typed) {
          typed = false;
          SwingUtilities.invokeLater(CatalogTextArea.this::propose);
        }
      }
    }
  }

  private final class Keys extends KeyAdapter {
    @Override
    public void keyTyped(KeyEvent e) {
      char c = e.getKeyChar();
      typed = Character.isLetter(c) || c == '-' || c == '(' || c == '=' || c == ',';
      if (!typed && c != KeyEvent.CHAR_UNDEFINED) {
        close();
      }
    }

    @Override
    public void keyPressed(KeyEvent e) {
      if (e.getKeyCode() == KeyEvent.VK_SPACE && e.isControlDown()) {
        propose();
        e.consume();
      } else if (popup != null) {
        choose(e);
      } else if (e.getKeyCode() == KeyEvent.VK_TAB) {
        e.consume();
        if (e.isShiftDown()) {
          area.transferFocusBackward();
        } else {
          area.transferFocus();
        }
      }
    }

    private void choose(KeyEvent e) {
      int at = proposals.getSelectedIndex();
      int last = proposals.getModel().getSize() - 1;
      switch (e.getKeyCode()) {
        case KeyEvent.VK_DOWN -> select(Math.min(last, at + 1));
        case KeyEvent.VK_UP -> select(Math.max(0, at - 1));
        case KeyEvent.VK_ENTER, KeyEvent.VK_TAB -> take();
        case KeyEvent.VK_ESCAPE -> close();
        case KeyEvent.VK_LEFT, KeyEvent.VK_RIGHT -> {
          close();
          return;
        }
        default -> {
          return;
        }
      }
      e.consume();
    }

    private void select(int at) {
      proposals.setSelectedIndex(at);
      proposals.ensureIndexIsVisible(at);
    }
  }
}
