// Windows that slide over images. A window is five numbers for each axis: in, kernel, stride, dilation, before; and out.
#define AXIS(a) const int a##_in, const int a##_kernel, const int a##_stride, const int a##_dilation, const int a##_before, const int a##_out
#define WINDOW AXIS(v), AXIS(h)
#define INPUTS (v_in * h_in)
#define OUTPUTS (v_out * h_out)

// The first window that sees an input position, if any does.
inline int first_window(int in, int kernel_, int stride, int dilation, int before) {
  const int least = in + before - (kernel_ - 1) * dilation;
  return least <= 0 ? 0 : (least + stride - 1) / stride;
}

// The patch of every output position of some examples as a row: groups of channels, then places, then channels of a group.
__kernel void patches(SIZE, WINDOW, const int groups, const int channels, const int first, MATRIX(x), MATRIX(y)) {
  ELEMENT;
  const int width = channels / groups;
  const int places = v_kernel * h_kernel;
  const int g = c / (places * width);
  const int k = (c - g * places * width) / width;
  const int channel = g * width + (c - g * places * width - k * width);
  const int e = r / OUTPUTS;
  const int o = r - e * OUTPUTS;
  const int iy = o / h_out * v_stride + k / h_kernel * v_dilation - v_before;
  const int ix = o % h_out * h_stride + k % h_kernel * h_dilation - h_before;
  const bool inside = iy >= 0 && iy < v_in && ix >= 0 && ix < h_in;
  AT(y, r, c) = inside ? AT(x, (first + e) * INPUTS + iy * h_in + ix, channel) : 0;
}

// The same for a processor: a work-item copies the whole row of an output position.
__kernel void patch_rows(
    const int count, WINDOW, const int groups, const int channels, const int first, MATRIX(x), MATRIX(y)) {
  const int r = get_global_id(0);
  if (r >= count) {
    return;
  }
  const int width = channels / groups;
  const int e = r / OUTPUTS;
  const int o = r - e * OUTPUTS;
  const int top = o / h_out * v_stride - v_before;
  const int left = o % h_out * h_stride - h_before;
  __global float *to = y + y_offset + r * y_stride;
  for (int g = 0; g < groups; g++) {
    for (int ky = 0; ky < v_kernel; ky++) {
      const int iy = top + ky * v_dilation;
      for (int kx = 0; kx < h_kernel; kx++) {
        const int ix = left + kx * h_dilation;
        const bool inside = iy >= 0 && iy < v_in && ix >= 0 && ix < h_in;
        __global const float *from =
            x + x_offset + (inside ? ((first + e) * INPUTS + iy * h_in + ix) * x_stride + g * width : 0);
        for (int j = 0; j < width; j++) {
          to[j] = inside ? from[j] : 0;
        }
        to += width;
      }
    }
  }
}

#define EACH_PLACE_INSIDE                                                                     \
  const int e = r / OUTPUTS;                                                                  \
  const int o = r - e * OUTPUTS;                                                              \
  const int oy = o / h_out;                                                                   \
  const int ox = o - oy * h_out;                                                              \
  for (int k = 0; k < v_kernel * h_kernel; k++) {                                             \
    const int iy = oy * v_stride + k / h_kernel * v_dilation - v_before;                      \
    const int ix = ox * h_stride + k % h_kernel * h_dilation - h_before;                      \
    if (iy < 0 || iy >= v_in || ix < 0 || ix >= h_in) {                                       \
      continue;                                                                               \
    }                                                                                         \
    const int in = e * INPUTS + iy * h_in + ix;

// Without dilation, the windows around a position are neighbors, and their places follow without a division.
#define EACH_WINDOW_AROUND                                                                    \
  const int e = r / INPUTS;                                                                   \
  const int p = r - e * INPUTS;                                                               \
  const int iy = p / h_in;                                                                    \
  const int ix = p - iy * h_in;                                                               \
  const int top = first_window(iy, v_kernel, v_stride, v_dilation, v_before);                 \
  const int left = first_window(ix, h_kernel, h_stride, h_dilation, h_before);                \
  for (int oy = top; oy < v_out && iy + v_before - oy * v_stride >= 0; oy++) {                \
    const int down = iy + v_before - oy * v_stride;                                           \
    const int ky = v_dilation == 1 ? down : down / v_dilation;                                \
    if (ky * v_dilation != down) {                                                            \
      continue;                                                                               \
    }                                                                                         \
    for (int ox = left; ox < h_out && ix + h_before - ox * h_stride >= 0; ox++) {             \
      const int along = ix + h_before - ox * h_stride;                                        \
      const int kx = h_dilation == 1 ? along : along / h_dilation;                            \
      if (kx * h_dilation != along) {                                                         \
        continue;                                                                             \
      }                                                                                       \
      const int k = ky * h_kernel + kx;                                                       \
      const int out = e * OUTPUTS + oy * h_out + ox;
#define END_AROUND }}

// The transpose of patches: every input element gathers the places that saw it.
__kernel void unpatch(
    SIZE, WINDOW, const int groups, const int channels, const int first, MATRIX(patch), const int beta, MATRIX(x)) {
  ELEMENT;
  const int width = channels / groups;
  const int g = c / width;
  const int from = g * v_kernel * h_kernel * width + c - g * width;
  float sum = 0;
  EACH_WINDOW_AROUND
    sum += AT(patch, out, from + k * width);
  END_AROUND
  PUT(x, first * INPUTS + r, c, sum, beta);
}

__kernel void depthwise(SIZE, WINDOW, const int times, MATRIX(x), MATRIX(w), MATRIX(y)) {
  ELEMENT;
  float sum = 0;
  EACH_PLACE_INSIDE
    sum += AT(x, in, c / times) * AT(w, k, c);
  }
  AT(y, r, c) = sum;
}

__kernel void depthwise_input_gradient(SIZE, WINDOW, const int times, MATRIX(dy), MATRIX(w), const int beta, MATRIX(dx)) {
  ELEMENT;
  float sum = 0;
  EACH_WINDOW_AROUND
    for (int j = c * times; j < (c + 1) * times; j++) {
      sum += AT(dy, out, j) * AT(w, k, j);
    }
  END_AROUND
  PUT(dx, r, c, sum, beta);
}

// A work-group for each place and output channel.
__kernel void depthwise_weight_gradient(
    const int rows, WINDOW, const int channels, const int times, MATRIX(x), MATRIX(dy), const int beta, MATRIX(dw)) {
  __local float lanes[LANES];
  const int k = get_group_id(0) / channels;
  const int c = get_group_id(0) - k * channels;
  float sum = 0;
  for (int r = get_local_id(0); r < rows; r += LANES) {
    const int e = r / OUTPUTS;
    const int o = r - e * OUTPUTS;
    const int iy = o / h_out * v_stride + k / h_kernel * v_dilation - v_before;
    const int ix = o % h_out * h_stride + k % h_kernel * h_dilation - h_before;
    if (iy >= 0 && iy < v_in && ix >= 0 && ix < h_in) {
      sum += AT(x, e * INPUTS + iy * h_in + ix, c / times) * AT(dy, r, c);
    }
  }
  sum = lanes_sum(sum, lanes);
  if (get_local_id(0) == 0) {
    PUT(dw, k, c, sum, beta);
  }
}

__kernel void max_pool(SIZE, WINDOW, MATRIX(x), MATRIX(y)) {
  ELEMENT;
  float best = -INFINITY;
  EACH_PLACE_INSIDE
    const float v = AT(x, in, c);
    best = v > best || v != v ? v : best;
  }
  AT(y, r, c) = best;
}

// An input element gets the gradient of a window if it is the largest and no place before it is.
__kernel void max_pool_gradient(SIZE, WINDOW, MATRIX(x), MATRIX(y), MATRIX(dy), const int beta, MATRIX(dx)) {
  ELEMENT;
  const float own = AT(x, r, c);
  float sum = 0;
  EACH_WINDOW_AROUND
    bool first = own == AT(y, out, c);
    for (int jy = 0; jy <= ky && first; jy++) {
      const int y_in = oy * v_stride + jy * v_dilation - v_before;
      const int before = jy < ky ? h_kernel : kx;
      for (int jx = 0; jx < before && first; jx++) {
        const int x_in = ox * h_stride + jx * h_dilation - h_before;
        if (y_in >= 0 && y_in < v_in && x_in >= 0 && x_in < h_in) {
          first = AT(x, e * INPUTS + y_in * h_in + x_in, c) != own;
        }
      }
    }
    sum += first ? AT(dy, out, c) : 0;
  END_AROUND
  PUT(dx, r, c, sum, beta);
}

inline int inside(int o, int in, int kernel_, int stride, int dilation, int before) {
  int count = 0;
  for (int k = 0; k < kernel_; k++) {
    const int i = o * stride + k * dilation - before;
    count += i >= 0 && i < in ? 1 : 0;
  }
  return count;
}

// Divisors: 0 none, 1 the places inside the input, 2 all places.
#define FACTOR                                                                                \
  (divisor == 0 ? 1.0f                                                                        \
      : divisor == 2 ? 1.0f / (v_kernel * h_kernel)                                           \
      : 1.0f / max(1, inside(oy, v_in, v_kernel, v_stride, v_dilation, v_before)              \
                 * inside(ox, h_in, h_kernel, h_stride, h_dilation, h_before)))

__kernel void sum_pool(SIZE, WINDOW, const int divisor, MATRIX(x), const int beta, MATRIX(y)) {
  ELEMENT;
  float sum = 0;
  EACH_PLACE_INSIDE
    sum += AT(x, in, c);
  }
  PUT(y, r, c, sum * FACTOR, beta);
}

__kernel void sum_pool_gradient(SIZE, WINDOW, const int divisor, MATRIX(dy), const int beta, MATRIX(dx)) {
  ELEMENT;
  float sum = 0;
  EACH_WINDOW_AROUND
    sum += AT(dy, out, c) * FACTOR;
  END_AROUND
  PUT(dx, r, c, sum, beta);
}
