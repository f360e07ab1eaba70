// A function of a prediction and its target: VALUE(p, t) and SLOPE(p, t).
__kernel void pair_loss(const int columns, MATRIX(p), MATRIX(t), MATRIX(loss)) {
  __local real lanes[LANES];
  const int r = get_group_id(0);
  const int lane = get_local_id(0);
  real sum = 0;
  EACH_COLUMN {
    sum += VALUE(AT(p, r, c), AT(t, r, c));
  }
  sum = lanes_sum_real(sum, lanes);
  if (lane == 0) {
    AT(loss, r, 0) = (float) (sum / max(1, columns));
  }
}

__kernel void pair_loss_gradient(SIZE, const int width, MATRIX(p), MATRIX(t), MATRIX(dloss), const int beta, MATRIX(dp)) {
  ELEMENT;
  PUT(dp, r, c, (float) (SLOPE(AT(p, r, c), AT(t, r, c)) * AT(dloss, r, 0) / width), beta);
}
