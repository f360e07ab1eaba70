// Steps of sequences. Row and before are offsets of the step's rows among those of all steps: an element of example b is at
// (b * time + step, j). The functions of the gates are GATE(x), GATE_SLOPE(x, y), CANDIDATE(x), CANDIDATE_SLOPE(x, y).
#define STEP const int time, const int step, const int before
#define KEPT const long threshold, const float kept_scale, const uint low, const uint high
#define ROW_OF(s) (r * time + (s))
// before is -1 where there is no step before
#define BEFORE(x, c) (before < 0 ? 0 : AT(x, ROW_OF(before), c))

// The state before a step as the recurrent weights see it.
__kernel void hidden(SIZE, STEP, KEPT, MATRIX(output), MATRIX(previous)) {
  ELEMENT;
  AT(previous, ROW_OF(step), c) = BEFORE(output, c) * kept(low, high, i, threshold, kept_scale);
}

__kernel void padding(const int rows, const int columns, const float value, const int missing, MATRIX(x), MATRIX(mask)) {
  const int r = get_global_id(0);
  if (r < rows) {
    bool same = true;
    bool none = missing;
    for (int c = 0; c < columns; c++) {
      same &= AT(x, r, c) == value;
      none &= isnan(AT(x, r, c)) != 0;
    }
    AT(mask, r, 0) = same || none ? 0 : 1;
  }
}

inline int end_row(MATRIX(mask), int masked, int b, int time, int first) {
  for (int s = 0; s < time; s++) {
    const int row = b * time + (first ? s : time - 1 - s);
    if (!masked || AT(mask, row, 0) != 0) {
      return row;
    }
  }
  return -1;
}

__kernel void end_step(SIZE, const int time, const int first, const int masked, MATRIX(mask), MATRIX(x), MATRIX(y)) {
  ELEMENT;
  const int row = end_row(mask, mask_offset, mask_stride, masked, r, time, first);
  AT(y, r, c) = row < 0 ? 0 : AT(x, row, c);
}

__kernel void end_step_gradient(
    SIZE, const int time, const int first, const int masked, MATRIX(mask), MATRIX(dy), const int beta, MATRIX(dx)) {
  ELEMENT;
  const int b = r / time;
  const int row = end_row(mask, mask_offset, mask_stride, masked, b, time, first);
  PUT(dx, r, c, row == r ? AT(dy, b, c) : 0, beta);
}

#ifdef GATE
#define PADDING (masked && AT(mask, ROW_OF(step), 0) == 0)
#define MASK const int masked, MATRIX(mask)

__kernel void rnn(SIZE, STEP, MASK, MATRIX(sums), MATRIX(output)) {
  ELEMENT;
  const int row = ROW_OF(step);
  AT(output, row, c) = PADDING ? BEFORE(output, c) : GATE(AT(sums, row, c));
}

__kernel void lstm(SIZE, STEP, MASK, MATRIX(sums), MATRIX(gates), MATRIX(cells), MATRIX(output)) {
  ELEMENT;
  const int row = ROW_OF(step);
  const float in = GATE(AT(sums, row, c));
  const float forget = GATE(AT(sums, row, columns + c));
  const float out = GATE(AT(sums, row, 2 * columns + c));
  const float candidate = CANDIDATE(AT(sums, row, 3 * columns + c));
  AT(gates, row, c) = in;
  AT(gates, row, columns + c) = forget;
  AT(gates, row, 2 * columns + c) = out;
  AT(gates, row, 3 * columns + c) = candidate;
  float cell = BEFORE(cells, c);
  float h = BEFORE(output, c);
  if (!PADDING) {
    cell = forget * cell + in * candidate;
    h = out * CANDIDATE(cell);
  }
  AT(cells, row, c) = cell;
  AT(output, row, c) = h;
}

__kernel void gru(
    SIZE, STEP, MASK, MATRIX(projected), MATRIX(products), MATRIX(sums), MATRIX(gates), MATRIX(output)) {
  ELEMENT;
  const int row = ROW_OF(step);
  const float s1 = AT(projected, row, c) + AT(products, row, c);
  const float s2 = AT(projected, row, columns + c) + AT(products, row, columns + c);
  const float z = GATE(s1);
  const float reset = GATE(s2);
  const float s3 = AT(projected, row, 2 * columns + c) + reset * AT(products, row, 2 * columns + c);
  const float n = CANDIDATE(s3);
  AT(sums, row, c) = s1;
  AT(sums, row, columns + c) = s2;
  AT(sums, row, 2 * columns + c) = s3;
  AT(gates, row, c) = z;
  AT(gates, row, columns + c) = reset;
  AT(gates, row, 2 * columns + c) = n;
  const float h = BEFORE(output, c);
  AT(output, row, c) = PADDING ? h : (1 - z) * n + z * h;
}

// The gradient of the state after a step: what came from the step after it, unless the gradient stops there, and the output's
// own. Carry is what the state passed on by itself, product what it passed on through the recurrent weights.
#define STATE_GRADIENT                                                                           \
  const int row = ROW_OF(step);                                                                  \
  float dh = flows ? AT(carry, r, c) + AT(product, r, c) * kept(low, high, i, threshold, kept_scale) : 0; \
  dh += AT(doutput, row, c)

__kernel void rnn_gradient(
    SIZE, STEP, KEPT, MASK, const int flows, MATRIX(carry), MATRIX(product), MATRIX(output), MATRIX(doutput), MATRIX(sums)) {
  ELEMENT;
  STATE_GRADIENT;
  const bool pad = PADDING;
  AT(sums, row, c) = pad ? 0 : dh * GATE_SLOPE(AT(sums, row, c), AT(output, row, c));
  AT(carry, r, c) = pad ? dh : 0;
}

__kernel void lstm_gradient(
    SIZE, STEP, KEPT, MASK, const int flows, MATRIX(carry), MATRIX(product), MATRIX(dcarry), MATRIX(gates), MATRIX(cells),
    MATRIX(doutput), MATRIX(sums)) {
  ELEMENT;
  STATE_GRADIENT;
  float dc = flows ? AT(dcarry, r, c) : 0;
  float d1 = 0;
  float d2 = 0;
  float d3 = 0;
  float d4 = 0;
  if (!PADDING) {
    const float in = AT(gates, row, c);
    const float forget = AT(gates, row, columns + c);
    const float out = AT(gates, row, 2 * columns + c);
    const float candidate = AT(gates, row, 3 * columns + c);
    const float cell = AT(cells, row, c);
    const float y = CANDIDATE(cell);
    const float d = dc + dh * out * CANDIDATE_SLOPE(cell, y);
    d1 = d * candidate * GATE_SLOPE(AT(sums, row, c), in);
    d2 = d * BEFORE(cells, c) * GATE_SLOPE(AT(sums, row, columns + c), forget);
    d3 = dh * y * GATE_SLOPE(AT(sums, row, 2 * columns + c), out);
    d4 = d * in * CANDIDATE_SLOPE(AT(sums, row, 3 * columns + c), candidate);
    dc = d * forget;
    dh = 0;
  }
  AT(sums, row, c) = d1;
  AT(sums, row, columns + c) = d2;
  AT(sums, row, 2 * columns + c) = d3;
  AT(sums, row, 3 * columns + c) = d4;
  AT(carry, r, c) = dh;
  AT(dcarry, r, c) = dc;
}

__kernel void gru_gradient(
    SIZE, STEP, KEPT, MASK, const int flows, MATRIX(carry), MATRIX(product), MATRIX(gates), MATRIX(output), MATRIX(doutput),
    MATRIX(products), MATRIX(sums)) {
  ELEMENT;
  STATE_GRADIENT;
  float dz = 0;
  float dr = 0;
  float dn = 0;
  float reset = 0;
  if (!PADDING) {
    const float z = AT(gates, row, c);
    reset = AT(gates, row, columns + c);
    const float n = AT(gates, row, 2 * columns + c);
    dn = dh * (1 - z) * CANDIDATE_SLOPE(AT(sums, row, 2 * columns + c), n);
    dr = dn * AT(products, row, 2 * columns + c) * GATE_SLOPE(AT(sums, row, columns + c), reset);
    dz = dh * (BEFORE(output, c) - n) * GATE_SLOPE(AT(sums, row, c), z);
    dh *= z;
  }
  AT(sums, row, c) = dz;
  AT(sums, row, columns + c) = dr;
  AT(sums, row, 2 * columns + c) = dn;
  AT(products, row, c) = dz;
  AT(products, row, columns + c) = dr;
  AT(products, row, 2 * columns + c) = dn * reset;
  AT(carry, r, c) = dh;
}
#endif
