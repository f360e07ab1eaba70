// Functions of whole rows, one work-item for each: they are short and few beside the products.
#ifdef LOSS
__kernel void row_loss(const int rows, const int n, const int m, MATRIX(x), MATRIX(t), MATRIX(loss)) {
  const int r = get_global_id(0);
  if (r < rows) {
    AT(loss, r, 0) = (float) VALUE(&AT(x, r, 0), n, &AT(t, r, 0), m);
  }
}

__kernel void row_loss_gradient(
    const int rows, const int n, const int m, MATRIX(x), MATRIX(t), MATRIX(dloss), MATRIX(d), const int beta, MATRIX(dx)) {
  const int r = get_global_id(0);
  if (r >= rows) {
    return;
  }
  GRADIENT(&AT(x, r, 0), n, &AT(t, r, 0), m, &AT(d, r, 0));
  for (int c = 0; c < n; c++) {
    PUT(dx, r, c, AT(d, r, c) * AT(dloss, r, 0), beta);
  }
}
#else
__kernel void row_map(const int rows, const int n, const int m, MATRIX(x), MATRIX(y)) {
  const int r = get_global_id(0);
  if (r < rows) {
    APPLY(&AT(x, r, 0), n, &AT(y, r, 0), m);
  }
}
#endif
