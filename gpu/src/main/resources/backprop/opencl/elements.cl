// What depends on the elements at the same place alone.
__kernel void fill(SIZE, MATRIX(y), const float value) {
  ELEMENT;
  AT(y, r, c) = value;
}

__kernel void axpby(SIZE, const float alpha, MATRIX(x), const float beta, MATRIX(y)) {
  ELEMENT;
  const float v = alpha * AT(x, r, c);
  AT(y, r, c) = beta == 0 ? v : v + beta * AT(y, r, c);
}

__kernel void copy(SIZE, MATRIX(x), MATRIX(y)) {
  ELEMENT;
  AT(y, r, c) = AT(x, r, c);
}

__kernel void add(SIZE, MATRIX(a), MATRIX(b), MATRIX(y)) {
  ELEMENT;
  AT(y, r, c) = AT(a, r, c) + AT(b, r, c);
}

__kernel void multiply(SIZE, MATRIX(a), MATRIX(b), const int beta, MATRIX(y)) {
  ELEMENT;
  PUT(y, r, c, AT(a, r, c) * AT(b, r, c), beta);
}

__kernel void add_row(SIZE, MATRIX(x), MATRIX(row), MATRIX(y)) {
  ELEMENT;
  AT(y, r, c) = AT(x, r, c) + AT(row, 0, c);
}

__kernel void multiply_row(SIZE, MATRIX(x), MATRIX(row), const float beta, MATRIX(y)) {
  ELEMENT;
  const float v = AT(x, r, c) * AT(row, 0, c);
  AT(y, r, c) = beta == 0 ? v : v + beta * AT(y, r, c);
}

__kernel void dropout(
    SIZE, MATRIX(x), const long threshold, const float scale, const uint low, const uint high, const int beta, MATRIX(y)) {
  ELEMENT;
  const float f = kept(low, high, i, threshold, scale);
  PUT(y, r, c, f == 0 ? 0 : AT(x, r, c) * f, beta);
}

__kernel void drop_channels(
    SIZE, const int positions, MATRIX(x), const long threshold, const float scale, const uint low, const uint high,
    const int beta, MATRIX(y)) {
  ELEMENT;
  const float f = kept(low, high, r / positions * columns + c, threshold, scale);
  PUT(y, r, c, f == 0 ? 0 : AT(x, r, c) * f, beta);
}

// RandomStream.gaussian: Box and Muller, elements 2i and 2i + 1 from the same two numbers.
__kernel void gaussian(SIZE, const float mean, const float deviation, const uint low, const uint high, MATRIX(y)) {
  ELEMENT;
  const uint u = random_bits(low, high, i & ~1);
  const uint v = random_bits(low, high, i | 1);
  const real radius = sqrt(-2 * log(((real) u + (real) 0.5) * (real) 0x1p-32));
  const real angle = (real) 6.283185307179586476925 * (real) 0x1p-32 * (real) v;
  AT(y, r, c) = (float) (mean + deviation * radius * ((i & 1) == 0 ? cos(angle) : sin(angle)));
}

__kernel void random_slope(
    SIZE, MATRIX(x), MATRIX(v), const float lower, const float range, const uint low, const uint high, const int beta,
    MATRIX(y)) {
  ELEMENT;
  const float u = (float) random_bits(low, high, i) * 0x1p-32f;
  PUT(y, r, c, AT(v, r, c) * (AT(x, r, c) > 0 ? 1 : lower + range * u), beta);
}

__kernel void copy_columns(SIZE, MATRIX(x), const int beta, MATRIX(y)) {
  ELEMENT;
  PUT(y, r, c, AT(x, r, c), beta);
}

__kernel void keep_rows(SIZE, MATRIX(x), MATRIX(mask), const int beta, MATRIX(y)) {
  ELEMENT;
  PUT(y, r, c, AT(mask, r, 0) == 0 ? 0 : AT(x, r, c), beta);
}

__kernel void sinusoids(SIZE, const real base, const int all, MATRIX(y)) {
  ELEMENT;
  const real angle = r / pow(base, (real) (c / 2 * 2) / all);
  AT(y, r, c) = (float) (c % 2 == 0 ? sin(angle) : cos(angle));
}
