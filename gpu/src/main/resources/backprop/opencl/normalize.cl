// Normalization: of rows by work-groups of their own, of columns by sums made before.
// Rows in double precision where there is: with few columns, differences of almost equal numbers decide.
__kernel void normalize_rows(const int columns, const float epsilon, MATRIX(x), MATRIX(y), MATRIX(scale)) {
  ROW_IN(real);
  real sum = 0;
  EACH_COLUMN {
    sum += AT(x, r, c);
  }
  const real mean = lanes_sum_real(sum, lanes) / max(1, columns);
  real squares = 0;
  EACH_COLUMN {
    const real d = AT(x, r, c) - mean;
    squares += d * d;
  }
  const real s = 1 / sqrt(lanes_sum_real(squares, lanes) / max(1, columns) + epsilon);
  if (lane == 0) {
    AT(scale, r, 0) = (float) s;
  }
  EACH_COLUMN {
    AT(y, r, c) = (float) ((AT(x, r, c) - mean) * s);
  }
}

__kernel void normalize_rows_gradient(const int columns, MATRIX(y), MATRIX(scale), MATRIX(dy), const int beta, MATRIX(dx)) {
  ROW_IN(real);
  real sum = 0;
  real along = 0;
  EACH_COLUMN {
    sum += AT(dy, r, c);
    along += (real) AT(dy, r, c) * AT(y, r, c);
  }
  const real mean = lanes_sum_real(sum, lanes) / columns;
  const real slope = lanes_sum_real(along, lanes) / columns;
  EACH_COLUMN {
    PUT(dx, r, c, (float) (AT(scale, r, 0) * (AT(dy, r, c) - mean - AT(y, r, c) * slope)), beta);
  }
}

__kernel void root_mean_square(const int columns, const float epsilon, MATRIX(x), MATRIX(y), MATRIX(scale)) {
  ROW;
  float squares = 0;
  EACH_COLUMN {
    squares += AT(x, r, c) * AT(x, r, c);
  }
  const float s = 1 / sqrt(lanes_sum(squares, lanes) / max(1, columns) + epsilon);
  if (lane == 0) {
    AT(scale, r, 0) = s;
  }
  EACH_COLUMN {
    AT(y, r, c) = AT(x, r, c) * s;
  }
}

__kernel void root_mean_square_gradient(
    const int columns, MATRIX(y), MATRIX(scale), MATRIX(dy), const int beta, MATRIX(dx)) {
  ROW;
  float along = 0;
  EACH_COLUMN {
    along += AT(dy, r, c) * AT(y, r, c);
  }
  const float slope = lanes_sum(along, lanes) / columns;
  EACH_COLUMN {
    PUT(dx, r, c, AT(scale, r, 0) * (AT(dy, r, c) - AT(y, r, c) * slope), beta);
  }
}

__kernel void normalize_columns(SIZE, const float epsilon, MATRIX(x), MATRIX(mean), MATRIX(variance), MATRIX(y)) {
  ELEMENT;
  AT(y, r, c) = (AT(x, r, c) - AT(mean, 0, c)) / sqrt(AT(variance, 0, c) + epsilon);
}

// The sums of dy and of dy * y over the columns, divided by the number of rows, lie in two rows.
__kernel void normalize_columns_gradient(
    SIZE, const float epsilon, MATRIX(y), MATRIX(variance), MATRIX(dy), MATRIX(mean), MATRIX(along), const int beta,
    MATRIX(dx)) {
  ELEMENT;
  const float d = AT(dy, r, c) - AT(mean, 0, c) - AT(y, r, c) * AT(along, 0, c);
  PUT(dx, r, c, d / sqrt(AT(variance, 0, c) + epsilon), beta);
}

// Groups of channels of an example: a work-group for each.
#define GROUP                                              \
  __local float lanes[LANES];                              \
  const int example = get_group_id(0) / groups;            \
  const int from = (get_group_id(0) - example * groups) * width; \
  const int lane = get_local_id(0);                        \
  const int count = positions * width
#define EACH_OF_GROUP                                      \
  for (int i = lane, r = example * positions + i / width, c = from + i % width; i < count; \
       i += LANES, r = example * positions + i / width, c = from + i % width)

__kernel void normalize_groups(
    const int positions, const int groups, const int width, const float epsilon, MATRIX(x), MATRIX(y)) {
  GROUP;
  float sum = 0;
  EACH_OF_GROUP {
    sum += AT(x, r, c);
  }
  const float mean = lanes_sum(sum, lanes) / count;
  float squares = 0;
  EACH_OF_GROUP {
    const float d = AT(x, r, c) - mean;
    squares += d * d;
  }
  const float s = 1 / sqrt(lanes_sum(squares, lanes) / count + epsilon);
  EACH_OF_GROUP {
    AT(y, r, c) = (AT(x, r, c) - mean) * s;
  }
}

__kernel void normalize_groups_gradient(
    const int positions, const int groups, const int width, const float epsilon, MATRIX(x), MATRIX(y), MATRIX(dy),
    const int beta, MATRIX(dx)) {
  GROUP;
  float sum = 0;
  float all = 0;
  float product = 0;
  EACH_OF_GROUP {
    sum += AT(x, r, c);
    all += AT(dy, r, c);
    product += AT(dy, r, c) * AT(y, r, c);
  }
  const float mean = lanes_sum(sum, lanes) / count;
  const float slope = lanes_sum(all, lanes) / count;
  const float along = lanes_sum(product, lanes) / count;
  float squares = 0;
  EACH_OF_GROUP {
    const float d = AT(x, r, c) - mean;
    squares += d * d;
  }
  const float s = 1 / sqrt(lanes_sum(squares, lanes) / count + epsilon);
  EACH_OF_GROUP {
    PUT(dx, r, c, (AT(dy, r, c) - slope - AT(y, r, c) * along) * s, beta);
  }
}

__kernel void local_response(
    SIZE, const int reach, const float offset, const float factor, const float exponent, MATRIX(x), MATRIX(scale), MATRIX(y)) {
  ELEMENT;
  float sum = 0;
  for (int j = max(0, c - reach); j <= min(columns - 1, c + reach); j++) {
    sum += AT(x, r, j) * AT(x, r, j);
  }
  const float s = offset + factor * sum;
  AT(scale, r, c) = s;
  AT(y, r, c) = AT(x, r, c) * pow(s, -exponent);
}

__kernel void local_response_gradient(
    SIZE, const int reach, const float factor, const float exponent, MATRIX(x), MATRIX(scale), MATRIX(y), MATRIX(dy),
    const int beta, MATRIX(dx)) {
  ELEMENT;
  float sum = 0;
  for (int j = max(0, c - reach); j <= min(columns - 1, c + reach); j++) {
    sum += AT(dy, r, j) * AT(y, r, j) / AT(scale, r, j);
  }
  const float own = AT(dy, r, c) * pow(AT(scale, r, c), -exponent);
  PUT(dx, r, c, own - 2 * factor * exponent * AT(x, r, c) * sum, beta);
}
