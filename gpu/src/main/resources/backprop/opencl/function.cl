// A function of one number, which the program begins with: VALUE(x) and SLOPE(x, y).
__kernel void map(SIZE, MATRIX(x), MATRIX(y)) {
  ELEMENT;
  AT(y, r, c) = VALUE(AT(x, r, c));
}

__kernel void map_gradient(SIZE, MATRIX(x), MATRIX(y), MATRIX(dy), const int beta, MATRIX(dx)) {
  ELEMENT;
  PUT(dx, r, c, AT(dy, r, c) * SLOPE(AT(x, r, c), AT(y, r, c)), beta);
}
