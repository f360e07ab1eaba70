// Softmax and what is made of it, a work-group for each row.
__kernel void softmax(const int columns, MATRIX(x), MATRIX(y)) {
  ROW;
  float best = -INFINITY;
  EACH_COLUMN {
    best = fmax(best, AT(x, r, c));
  }
  best = lanes_max(best, lanes);
  float sum = 0;
  EACH_COLUMN {
    sum += exp(AT(x, r, c) - best);
  }
  sum = lanes_sum(sum, lanes);
  EACH_COLUMN {
    AT(y, r, c) = exp(AT(x, r, c) - best) / sum;
  }
}

__kernel void softmax_gradient(const int columns, MATRIX(y), MATRIX(dy), const int beta, MATRIX(dx)) {
  ROW;
  float sum = 0;
  EACH_COLUMN {
    sum += AT(dy, r, c) * AT(y, r, c);
  }
  sum = lanes_sum(sum, lanes);
  EACH_COLUMN {
    PUT(dx, r, c, AT(y, r, c) * (AT(dy, r, c) - sum), beta);
  }
}

__kernel void log_softmax(const int columns, MATRIX(x), MATRIX(y)) {
  ROW;
  float best = -INFINITY;
  EACH_COLUMN {
    best = fmax(best, AT(x, r, c));
  }
  best = lanes_max(best, lanes);
  float sum = 0;
  EACH_COLUMN {
    sum += exp(AT(x, r, c) - best);
  }
  const float logarithm = log(lanes_sum(sum, lanes));
  EACH_COLUMN {
    AT(y, r, c) = AT(x, r, c) - best - logarithm;
  }
}

__kernel void log_softmax_gradient(const int columns, MATRIX(y), MATRIX(dy), const int beta, MATRIX(dx)) {
  ROW;
  float sum = 0;
  EACH_COLUMN {
    sum += AT(dy, r, c);
  }
  sum = lanes_sum(sum, lanes);
  EACH_COLUMN {
    PUT(dx, r, c, AT(dy, r, c) - exp(AT(y, r, c)) * sum, beta);
  }
}

// The index of the true class; 0 with a complaint where the target is none.
inline int true_class(float target, int r, int classes, int what, volatile __global int *complaint) {
  if (!(target >= 0 && target < classes && target == rint(target))) {
    if (get_local_id(0) == 0) {
      complain(complaint, what, r, 0, target, classes);
    }
    return 0;
  }
  return (int) target;
}

__kernel void cross_entropy(
    const int columns, MATRIX(x), MATRIX(target), const float smoothing, MATRIX(p), MATRIX(loss),
    volatile __global int *complaint) {
  ROW;
  const int k = true_class(AT(target, r, 0), r, columns, 1, complaint);
  const float truth = AT(x, r, k);
  float best = -INFINITY;
  float total = 0;
  EACH_COLUMN {
    best = fmax(best, AT(x, r, c));
    total += AT(x, r, c);
  }
  best = lanes_max(best, lanes);
  if (smoothing != 0) {
    total = lanes_sum(total, lanes);
  }
  float sum = 0;
  EACH_COLUMN {
    sum += exp(AT(x, r, c) - best);
  }
  sum = lanes_sum(sum, lanes);
  EACH_COLUMN {
    AT(p, r, c) = exp(AT(x, r, c) - best) / sum;
  }
  if (lane == 0) {
    // Without smoothing the mean has no part: 0 * infinity would make the loss NaN.
    const float expected =
        smoothing == 0 ? truth - best : (1 - smoothing) * (truth - best) + smoothing * (total / columns - best);
    AT(loss, r, 0) = log(sum) - expected;
  }
}

__kernel void cross_entropy_gradient(
    const int columns, MATRIX(p), MATRIX(target), const float smoothing, MATRIX(dloss), const int beta, MATRIX(dx),
    volatile __global int *complaint) {
  ROW;
  const int k = true_class(AT(target, r, 0), r, columns, 2, complaint);
  const float d = AT(dloss, r, 0);
  EACH_COLUMN {
    const float t = smoothing / columns + (c == k ? 1 - smoothing : 0);
    PUT(dx, r, c, (AT(p, r, c) - t) * d, beta);
  }
}

// Softmax of slices of rows among the columns that a mask and causality allow: a work-group for each row and slice.
__kernel void masked_softmax(
    const int columns, const int slices, const int group_rows, const int causal, MATRIX(x), const int masked, MATRIX(mask),
    MATRIX(y)) {
  __local float lanes[LANES];
  const int r = get_group_id(0) / slices;
  const int from = (get_group_id(0) - r * slices) * columns;
  const int lane = get_local_id(0);
  const int group = r / group_rows;
  const int last = causal ? r - group * group_rows : columns;
  float best = -INFINITY;
  EACH_COLUMN {
    if (c <= last && (!masked || AT(mask, group * columns + c, 0) != 0)) {
      best = fmax(best, AT(x, r, from + c));
    }
  }
  best = lanes_max(best, lanes);
  float sum = 0;
  EACH_COLUMN {
    if (c <= last && (!masked || AT(mask, group * columns + c, 0) != 0)) {
      sum += exp(AT(x, r, from + c) - best);
    }
  }
  sum = lanes_sum(sum, lanes);
  EACH_COLUMN {
    const bool allowed = c <= last && (!masked || AT(mask, group * columns + c, 0) != 0);
    AT(y, r, from + c) = allowed ? exp(AT(x, r, from + c) - best) / sum : 0;
  }
}

__kernel void slice_softmax_gradient(const int columns, const int slices, MATRIX(y), MATRIX(dy), const int beta, MATRIX(dx)) {
  __local float lanes[LANES];
  const int r = get_group_id(0) / slices;
  const int from = (get_group_id(0) - r * slices) * columns;
  const int lane = get_local_id(0);
  float sum = 0;
  EACH_COLUMN {
    sum += AT(dy, r, from + c) * AT(y, r, from + c);
  }
  sum = lanes_sum(sum, lanes);
  EACH_COLUMN {
    PUT(dx, r, from + c, AT(y, r, from + c) * (AT(dy, r, from + c) - sum), beta);
  }
}
