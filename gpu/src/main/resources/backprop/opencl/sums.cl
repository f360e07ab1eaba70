// Sums in a fixed order. Columns: work-groups of 16 columns by LANES / 16 rows, rows in parts whose number depends on the
// size alone; the parts are added by a second kernel. Scalars: one partial sum for each work-group, added by the host.
#define WIDE 16
#define HIGH (LANES / WIDE)

// Modes: 0 the sum of a, 1 of a * b, 2 of (a - row b)^2.
__kernel void sum_columns(
    const int rows, const int columns, const int per_part, const int mode, MATRIX(a), MATRIX(b), const float scale,
    const float beta, MATRIX(y)) {
  __local float lanes[LANES];
  const int lane = get_local_id(0);
  const int c = get_group_id(0) * WIDE + lane % WIDE;
  const int part = get_group_id(1);
  const int end = min(rows, (part + 1) * per_part);
  float sum = 0;
  if (c < columns) {
    if (mode == 0) {
      for (int r = part * per_part + lane / WIDE; r < end; r += HIGH) {
        sum += AT(a, r, c);
      }
    } else if (mode == 1) {
      for (int r = part * per_part + lane / WIDE; r < end; r += HIGH) {
        sum += AT(a, r, c) * AT(b, r, c);
      }
    } else {
      const float mean = AT(b, 0, c);
      for (int r = part * per_part + lane / WIDE; r < end; r += HIGH) {
        const float d = AT(a, r, c) - mean;
        sum += d * d;
      }
    }
  }
  lanes[lane] = sum;
  barrier(CLK_LOCAL_MEM_FENCE);
  if (lane < WIDE && c < columns) {
    for (int h = 1; h < HIGH; h++) {
      sum += lanes[h * WIDE + lane];
    }
    sum *= scale;
    AT(y, part, c) = beta == 0 ? sum : sum + beta * AT(y, part, c);
  }
}

// Modes: 0 the sum of a * b, 1 of |a|, 2 of elements that are not finite.
__kernel void sum_all(SIZE, const int mode, MATRIX(a), MATRIX(b), __global real *parts) {
  __local real lanes[LANES];
  real sum = 0;
  for (int i = get_global_id(0); i < size; i += get_global_size(0)) {
    const int r = divided(i, magic, shift);
    const int c = i - r * columns;
    const float x = AT(a, r, c);
    if (mode == 0) {
      sum += (real) x * (real) AT(b, r, c);
    } else if (mode == 1) {
      sum += fabs(x);
    } else {
      sum += isfinite(x) ? 0 : 1;
    }
  }
  sum = lanes_sum_real(sum, lanes);
  if (get_local_id(0) == 0) {
    parts[get_group_id(0)] = sum;
  }
}

// The Euclidean norm of numbers whose squares were added up in parts, by one work-group.
__kernel void norm_of_parts(const int count, __global const real *parts, __global real *norm) {
  __local real lanes[LANES];
  real sum = 0;
  for (int i = get_local_id(0); i < count; i += LANES) {
    sum += parts[i];
  }
  sum = lanes_sum_real(sum, lanes);
  if (get_local_id(0) == 0) {
    norm[0] = sqrt(sum);
  }
}

// The sum of a * b into one number of a log, by one work-group.
__kernel void dot_into(SIZE, MATRIX(a), MATRIX(b), MATRIX(y)) {
  __local real lanes[LANES];
  real sum = 0;
  for (int i = get_local_id(0); i < size; i += LANES) {
    const int r = divided(i, magic, shift);
    const int c = i - r * columns;
    sum += (real) AT(a, r, c) * (real) AT(b, r, c);
  }
  sum = lanes_sum_real(sum, lanes);
  if (get_local_id(0) == 0) {
    AT(y, 0, 0) = (float) sum;
  }
}

__kernel void limit_norms(SIZE, MATRIX(squares), const float least, const float most, const float rate, MATRIX(w)) {
  ELEMENT;
  const float norm = sqrt(AT(squares, 0, c));
  const float wanted = fmin(fmax(norm, least), most);
  if (norm > 0 && wanted != norm) {
    AT(w, r, c) *= rate * (wanted / norm) + (1 - rate);
  }
}

__kernel void limit_ratios(SIZE, MATRIX(w), MATRIX(d), const float ratio, const float least, MATRIX(g)) {
  ELEMENT;
  const float limit = ratio * fmax(sqrt(AT(w, 0, c)), least);
  const float norm = sqrt(AT(d, 0, c));
  if (norm > limit) {
    AT(g, r, c) *= limit / norm;
  }
}
