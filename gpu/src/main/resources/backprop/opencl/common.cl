// What every program begins with. A matrix is a buffer, an offset and a stride; BETA is 0 or 1 unless said otherwise.
#ifdef USE_DOUBLE
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
typedef double real;
#else
typedef float real;
#endif

#define MATRIX(x) __global float *x, const int x##_offset, const int x##_stride
#define AT(x, r, c) x[x##_offset + (r) * x##_stride + (c)]
#define PUT(x, r, c, value, beta)                          \
  do {                                                     \
    const float put_value = (value);                       \
    if (beta == 0) {                                       \
      AT(x, r, c) = put_value;                             \
    } else {                                               \
      AT(x, r, c) = put_value + AT(x, r, c);               \
    }                                                      \
  } while (0)

// Elements of a matrix by one index; magic and shift divide by the number of columns (Granlund and Montgomery, "Division by
// invariant integers using multiplication", PLDI 1994). Magic 0 stands for one column.
#define SIZE const int size, const int columns, const uint magic, const int shift
inline int divided(int i, uint magic, int shift) {
  return magic == 0 ? i : (int) (mul_hi((uint) i, magic) >> shift);
}
#define ELEMENT                                            \
  const int i = get_global_id(0);                          \
  if (i >= size) {                                         \
    return;                                                \
  }                                                        \
  const int r = divided(i, magic, shift);                  \
  const int c = i - r * columns

// 32 random bits for an element of a mask: RandomStream.bits.
inline uint random_bits(uint low, uint high, uint element) {
  uint z = element * 0x9E3779B9u + low;
  z = (z ^ (z >> 16)) * 0x7FEB352Du;
  z = (z ^ (z >> 15)) * 0x846CA68Bu;
  z = (z ^ (z >> 16)) + high;
  z = (z ^ (z >> 16)) * 0x7FEB352Du;
  return z ^ (z >> 15);
}

// 1 / (1 - rate) where the element is kept, else 0; the threshold is rate * 2^32, rounded up.
inline float kept(uint low, uint high, uint element, long threshold, float scale) {
  return (long) random_bits(low, high, element) >= threshold ? scale : 0;
}

// Sums and maxima over the lanes of a work-group, always in the same order.
#define ALL_LANES(name, type, join)                        \
  inline type name(type v, __local type *lanes) {          \
    const int l = get_local_id(0);                         \
    lanes[l] = v;                                          \
    for (int s = LANES / 2; s > 0; s /= 2) {               \
      barrier(CLK_LOCAL_MEM_FENCE);                        \
      if (l < s) {                                         \
        const type a = lanes[l];                           \
        const type b = lanes[l + s];                       \
        lanes[l] = join;                                   \
      }                                                    \
    }                                                      \
    barrier(CLK_LOCAL_MEM_FENCE);                          \
    v = lanes[0];                                          \
    barrier(CLK_LOCAL_MEM_FENCE);                          \
    return v;                                              \
  }
ALL_LANES(lanes_sum, float, a + b)
ALL_LANES(lanes_max, float, a > b || a != a ? a : b)
#ifdef USE_DOUBLE
ALL_LANES(lanes_sum_real, real, a + b)
#else
#define lanes_sum_real lanes_sum
#endif

// A work-group for each row; its lanes share the columns.
#define ROW ROW_IN(float)
#define ROW_IN(type)                                       \
  __local type lanes[LANES];                               \
  const int r = get_group_id(0);                           \
  const int lane = get_local_id(0)
#define EACH_COLUMN for (int c = lane; c < columns; c += LANES)

// The first wrong number that a kernel meets: what is wrong, where, and the number. Read with the next result.
inline void complain(volatile __global int *complaint, int what, int r, int c, float value, int limit) {
  if (atomic_cmpxchg(complaint, 0, what) == 0) {
    complaint[1] = r;
    complaint[2] = c;
    complaint[3] = as_int(value);
    complaint[4] = limit;
  }
}
