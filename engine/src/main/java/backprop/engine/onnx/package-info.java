// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Networks as ONNX models and back.
 *
 * <pre>
 *   Model --recording of a prediction--> op by op through OpTable --> ModelProto --> bytes
 *   bytes --> ModelProto --node by node through ImportedChain--> layers and their numbers --> Model
 * </pre>
 *
 * <p>Invariants: what is written computes the same as the network, within the rounding of float;
 * what ONNX has no operator for is refused by layer and operation, never approximated or left out.
 *
 * <p>To make one more op exportable: one line in {@code OpTable}, or for a function of one number
 * in {@code FunctionTable}. The test over the catalogue runs it in ONNX Runtime.
 */
package backprop.engine.onnx;
