// c = alpha * op(a) * op(b) + beta * c, or plus a row of biases. The sum over the inner index is never split, so results do
// not depend on the variant's tile but for contraction to fused multiply-adds. A batch of blocks: block n is group n / slices
// and slice n % slices, each with a distance of its own in the three matrices.
//
// TA, TB: whether a, b are transposed. Two forms of kernel: TILED for GPUs, where a work-group brings tiles of both matrices
// into local memory and each work-item keeps RM x RN sums in registers; PACKED for processors, where b is first laid out in
// panels of 16 columns, and a work-item keeps RM sums of float16.

#define BLOCKS const int slices, const int a_group, const int a_slice, const int b_group, const int b_slice, const int c_group, const int c_slice
#if TA
#define A(i, p) a[a_at + (p) * a_stride + (i)]
#else
#define A(i, p) a[a_at + (i) * a_stride + (p)]
#endif
#if TB
#define B(p, j) b[b_at + (j) * b_stride + (p)]
#else
#define B(p, j) b[b_at + (p) * b_stride + (j)]
#endif
#define BLOCK(block)                                       \
  const int group = (block) / slices;                      \
  const int slice = (block) - group * slices;              \
  const int a_at = a_offset + group * a_group + slice * a_slice; \
  const int b_at = b_offset + group * b_group + slice * b_slice; \
  const int c_at = c_offset + group * c_group + slice * c_slice
#define WRITE(i, j, sum)                                   \
  do {                                                     \
    const int at = c_at + (i) * c_stride + (j);            \
    float v = alpha * (sum);                               \
    if (beta != 0) {                                       \
      v += beta * c[at];                                   \
    }                                                      \
    if (biased) {                                          \
      v += bias[bias_offset + (j)];                        \
    }                                                      \
    c[at] = v;                                             \
  } while (0)

#ifdef TILED
#define ROWS_OF_ITEMS (TM / RM)
#define COLUMNS_OF_ITEMS (TN / RN)
#define ITEMS (ROWS_OF_ITEMS * COLUMNS_OF_ITEMS)

__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1))) void gemm_tiled(
    const int m, const int n, const int inner, const int tiles_down, const int first_block, BLOCKS, const float alpha,
    MATRIX(a), MATRIX(b), const float beta, MATRIX(c), const int biased, MATRIX(bias)) {
  __local float a_tile[TK][TM + 1];
  __local float b_tile[TK][TN + 1];
  const int item = get_local_id(0);
  const int ti = item / COLUMNS_OF_ITEMS;
  const int tj = item % COLUMNS_OF_ITEMS;
  const int tile_i = get_group_id(0) % tiles_down;
  const int i0 = tile_i * TM;
  const int j0 = get_group_id(0) / tiles_down * TN;
  BLOCK(first_block + get_group_id(1));
  float sums[RM][RN];
#pragma unroll
  for (int i = 0; i < RM; i++) {
#pragma unroll
    for (int j = 0; j < RN; j++) {
      sums[i][j] = 0;
    }
  }
  for (int p0 = 0; p0 < inner; p0 += TK) {
    for (int l = item; l < TM * TK; l += ITEMS) {
#if TA
      const int i = l % TM;
      const int p = l / TM;
#else
      const int i = l / TK;
      const int p = l % TK;
#endif
      a_tile[p][i] = i0 + i < m && p0 + p < inner ? A(i0 + i, p0 + p) : 0;
    }
    for (int l = item; l < TN * TK; l += ITEMS) {
#if TB
      const int j = l / TK;
      const int p = l % TK;
#else
      const int j = l % TN;
      const int p = l / TN;
#endif
      b_tile[p][j] = j0 + j < n && p0 + p < inner ? B(p0 + p, j0 + j) : 0;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
    for (int p = 0; p < TK; p++) {
      float x[RM];
      float y[RN];
#pragma unroll
      for (int i = 0; i < RM; i++) {
        x[i] = a_tile[p][ti + i * ROWS_OF_ITEMS];
      }
#pragma unroll
      for (int j = 0; j < RN; j++) {
        y[j] = b_tile[p][tj + j * COLUMNS_OF_ITEMS];
      }
#pragma unroll
      for (int i = 0; i < RM; i++) {
#pragma unroll
        for (int j = 0; j < RN; j++) {
          sums[i][j] = fma(x[i], y[j], sums[i][j]);
        }
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
#pragma unroll
  for (int i = 0; i < RM; i++) {
#pragma unroll
    for (int j = 0; j < RN; j++) {
      const int row = i0 + ti + i * ROWS_OF_ITEMS;
      const int column = j0 + tj + j * COLUMNS_OF_ITEMS;
      if (row < m && column < n) {
        WRITE(row, column, sums[i][j]);
      }
    }
  }
}
#endif

#ifdef PACKED
// Panel by panel: element (p, j) at (panel * inner + p) * 16 + j % 16, zeros beyond the last column.
__kernel void gemm_pack(
    const int n, const int inner, const int panels, const int first_block, const int slices, const int b_group,
    const int b_slice, MATRIX(b), __global float *packed) {
  const int p = get_global_id(0);
  const int panel = get_global_id(1) % panels;
  const int block = get_global_id(1) / panels;
  if (p >= inner) {
    return;
  }
  const int group = (first_block + block) / slices;
  const int slice = first_block + block - group * slices;
  const int b_at = b_offset + group * b_group + slice * b_slice;
  __global float *to = packed + ((size_t) get_global_id(1) * inner + p) * 16;
#if !TB
  if (panel * 16 + 16 <= n) {
    vstore16(vload16(0, &B(p, panel * 16)), 0, to);
    return;
  }
#endif
  for (int j = 0; j < 16; j++) {
    to[j] = panel * 16 + j < n ? B(p, panel * 16 + j) : 0;
  }
}

// Work-items: blocks of RM rows by panels by blocks. What is beyond the last row is computed for the last row again.
#define ROW_OF(i) min(i0 + i, m - 1)
__kernel void gemm_packed(
    const int m, const int n, const int inner, const int panels, const int first_block, BLOCKS, const float alpha, MATRIX(a),
    __global const float *packed, const int b_offset, const int b_stride, const float beta, MATRIX(c), const int biased,
    MATRIX(bias)) {
  const int i0 = get_global_id(0) * RM;
  const int panel = get_global_id(1) % panels;
  if (i0 >= m) {
    return;
  }
  BLOCK(first_block + get_global_id(1) / panels);
  __global const float *from = packed + (size_t) get_global_id(1) * inner * 16;
  float16 sums[RM];
  int rows[RM];
#pragma unroll
  for (int i = 0; i < RM; i++) {
    sums[i] = 0;
#if TA
    rows[i] = a_at + ROW_OF(i);
#else
    rows[i] = a_at + ROW_OF(i) * a_stride;
#endif
  }
  for (int p = 0; p < inner; p++) {
    const float16 y = vload16(p, from);
#pragma unroll
    for (int i = 0; i < RM; i++) {
#if TA
      sums[i] = fma((float16) (a[rows[i] + p * a_stride]), y, sums[i]);
#else
      sums[i] = fma((float16) (a[rows[i] + p]), y, sums[i]);
#endif
    }
  }
  const int j0 = panel * 16;
#pragma unroll
  for (int i = 0; i < RM; i++) {
    if (i0 + i < m) {
      const int at = c_at + (i0 + i) * c_stride + j0;
      float16 v = alpha * sums[i];
      if (j0 + 16 <= n) {
        if (beta != 0) {
          v += beta * vload16(0, c + at);
        }
        if (biased) {
          v += vload16(0, bias + bias_offset + j0);
        }
        vstore16(v, 0, c + at);
      } else {
        float tail[16];
        vstore16(v, 0, tail);
        for (int j = 0; j < n - j0; j++) {
          float x = tail[j];
          if (beta != 0) {
            x += beta * c[at + j];
          }
          if (biased) {
            x += bias[bias_offset + j0 + j];
          }
          c[at + j] = x;
        }
      }
    }
  }
}
#endif
