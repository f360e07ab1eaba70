// Rows found by numbers.
__kernel void gather_rows(SIZE, MATRIX(table), __global const int *rows, const int rows_from, MATRIX(y)) {
  ELEMENT;
  AT(y, r, c) = AT(table, rows[rows_from + r], c);
}

// The row that an index selects: -1 for none, with a complaint where it is no index.
inline int selected(float index, int r, int c, int rows, volatile __global int *complaint) {
  if (isnan(index) || index == -1) {
    return -1;
  }
  if (!(index >= 0 && index < rows && index == rint(index))) {
    complain(complaint, 3, r, c, index, rows);
    return -1;
  }
  return (int) index;
}

__kernel void lookup(
    SIZE, const int width, const int table_rows, MATRIX(indices), MATRIX(table), MATRIX(y), volatile __global int *complaint) {
  ELEMENT;
  const int at = r / width;
  const int row = selected(AT(indices, at, r - at * width), at, r - at * width, table_rows, complaint);
  AT(y, r, c) = row < 0 ? 0 : AT(table, row, c);
}

// The gradient of a lookup in the order of the indices, whatever runs first: each index finds the next one of the same row,
// each row its first one; then each element of the table walks along its row's list.
__kernel void clear_first(const int count, __global int *first) {
  const int i = get_global_id(0);
  if (i < count) {
    first[i] = INT_MAX;
  }
}

__kernel void link_indices(
    const int count, const int width, const int table_rows, MATRIX(indices), __global int *first, __global int *next,
    volatile __global int *complaint) {
  const int i = get_global_id(0);
  if (i >= count) {
    return;
  }
  const int r = i / width;
  const float index = AT(indices, r, i - r * width);
  const int row = selected(index, r, i - r * width, table_rows, complaint);
  int found = INT_MAX;
  if (row >= 0) {
    atomic_min(&first[row], i);
    for (int j = i + 1; j < count && found == INT_MAX; j++) {
      const int s = j / width;
      found = AT(indices, s, j - s * width) == index ? j : INT_MAX;
    }
  }
  next[i] = found;
}

__kernel void lookup_gradient(
    SIZE, __global const int *first, __global const int *next, MATRIX(dy), const int beta, MATRIX(dtable)) {
  ELEMENT;
  float sum = beta == 0 ? 0 : AT(dtable, r, c);
  for (int i = first[r]; i != INT_MAX; i = next[i]) {
    sum += AT(dy, i, c);
  }
  AT(dtable, r, c) = sum;
}

// Sparse rows: what is usual once, then what is stored.
__kernel void usual_product(const int inner, const int columns, MATRIX(usual), MATRIX(w), MATRIX(y)) {
  const int c = get_global_id(0);
  if (c < columns) {
    float sum = 0;
    for (int p = 0; p < inner; p++) {
      sum += AT(usual, 0, p) * AT(w, p, c);
    }
    AT(y, 0, c) = sum;
  }
}

__kernel void sparse_affine(
    SIZE, __global const int *starts, const int starts_from, __global const int *places, const int places_from,
    __global const float *values, const int values_from, MATRIX(w), MATRIX(usual), const int biased, MATRIX(bias), MATRIX(y)) {
  ELEMENT;
  float sum = AT(usual, 0, c) + (biased ? AT(bias, 0, c) : 0);
  for (int j = starts[starts_from + r]; j < starts[starts_from + r + 1]; j++) {
    sum += values[values_from + j] * AT(w, places[places_from + j], c);
  }
  AT(y, r, c) = sum;
}

// Here the stored elements lie column by column, each with its row.
__kernel void sparse_gradient(
    SIZE, __global const int *starts, const int starts_from, __global const int *places, const int places_from,
    __global const float *values, const int values_from, MATRIX(usual), MATRIX(total), MATRIX(dy), const int beta,
    MATRIX(dw)) {
  ELEMENT;
  float sum = AT(total, 0, c) * AT(usual, 0, r);
  for (int j = starts[starts_from + r]; j < starts[starts_from + r + 1]; j++) {
    sum += values[values_from + j] * AT(dy, places[places_from + j], c);
  }
  PUT(dw, r, c, sum, beta);
}

// Maxima over slices of columns.
inline int largest(MATRIX(x), int slices, int width, int r, int c) {
  int best = 0;
  for (int s = 1; s < slices; s++) {
    best = AT(x, r, s * width + c) > AT(x, r, best * width + c) ? s : best;
  }
  return best;
}

__kernel void maximum(SIZE, const int slices, MATRIX(x), MATRIX(y)) {
  ELEMENT;
  AT(y, r, c) = AT(x, r, largest(x, x_offset, x_stride, slices, columns, r, c) * columns + c);
}

__kernel void maximum_gradient(SIZE, const int slices, const int width, MATRIX(x), MATRIX(dy), const int beta, MATRIX(dx)) {
  ELEMENT;
  const int s = c / width;
  const bool best = largest(x, x_offset, x_stride, slices, width, r, c - s * width) == s;
  PUT(dx, r, c, best ? AT(dy, r, c - s * width) : 0, beta);
}
