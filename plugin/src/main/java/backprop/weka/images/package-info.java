// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Pictures in files as rows of numbers.
 *
 * <pre>
 *   folder/class/picture.png --PictureFolder--> files, classes
 *   picture.png --Pixels--> height x width x channels numbers from 0 to 255
 * </pre>
 *
 * <p>Invariants: numbers lie row by row, pixel by pixel, channel by channel, which is what the
 * layer {@code reshape([height, width, channels])} takes; files come in the order of their names,
 * whatever the file system says.
 *
 * <p>To add a form of pictures: here; reading is that of {@code javax.imageio}.
 */
package backprop.weka.images;
