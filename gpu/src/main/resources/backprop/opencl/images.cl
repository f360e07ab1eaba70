// Windows that slide over images. A window is five numbers for each axis: in, kernel, stride, dilation, before; and out.
#define AXIS(a) const int a##_in, const int a##_kernel, const int a##_stride, const int a##_dilation, const int a##_before, const int a##_out
#define WINDOW AXIS(v), AXIS(h)
#define INPUTS (v_in * h_in)
#define OUTPUTS (v_out * h_out)

// The window of which an input position is place k; -1 where there is none.
inline int window_of(int in, int k, int stride, int dilation, int before, int out) {
  const int from = in + before - k * dilation;
  const int o = from / stride;
  return from < 0 || from - o * stride != 0 || o >= out ? -1 : o;
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

// The transpose of patches: every input element gathers the places that saw it.
__kernel void unpatch(
    SIZE, WINDOW, const int groups, const int channels, const int first, MATRIX(patch), const int beta, MATRIX(x)) {
  ELEMENT;
  const int width = channels / groups;
  const int places = v_kernel * h_kernel;
  const int g = c / width;
  const int e = r / INPUTS;
  const int p = r - e * INPUTS;
  const int iy = p / h_in;
  const int ix = p - iy * h_in;
  float sum = 0;
  for (int ky = 0; ky < v_kernel; ky++) {
    const int oy = window_of(iy, ky, v_stride, v_dilation, v_before, v_out);
    for (int kx = 0; kx < h_kernel && oy >= 0; kx++) {
      const int ox = window_of(ix, kx, h_stride, h_dilation, h_before, h_out);
      if (ox >= 0) {
        sum += AT(patch, e * OUTPUTS + oy * h_out + ox, (g * places + ky * h_kernel + kx) * width + c - g * width);
      }
    }
  }
  PUT(x, first * INPUTS + r, c, sum, beta);
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

#define EACH_WINDOW_AROUND                                                                    \
  const int e = r / INPUTS;                                                                   \
  const int p = r - e * INPUTS;                                                               \
  const int iy = p / h_in;                                                                    \
  const int ix = p - iy * h_in;                                                               \
  for (int k = 0; k < v_kernel * h_kernel; k++) {                                             \
    const int oy = window_of(iy, k / h_kernel, v_stride, v_dilation, v_before, v_out);        \
    const int ox = window_of(ix, k % h_kernel, h_stride, h_dilation, h_before, h_out);        \
    if (oy < 0 || ox < 0) {                                                                   \
      continue;                                                                               \
    }                                                                                         \
    const int out = e * OUTPUTS + oy * h_out + ox;

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
  }
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
    for (int j = 0; j < k && first; j++) {
      const int jy = oy * v_stride + j / h_kernel * v_dilation - v_before;
      const int jx = ox * h_stride + j % h_kernel * h_dilation - h_before;
      if (jy >= 0 && jy < v_in && jx >= 0 && jx < h_in) {
        first = AT(x, e * INPUTS + jy * h_in + jx, c) != own;
      }
    }
    sum += first ? AT(dy, out, c) : 0;
  }
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
  }
  PUT(dx, r, c, sum, beta);
}
