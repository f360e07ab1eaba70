// c = alpha * op(a) * op(b) + beta * c, or plus a row of biases. The sum over the inner index is never split, so results do
// not depend on the variant's tile but for contraction to fused multiply-adds. A batch of blocks: block n is group n / slices
// and slice n % slices, each with a distance of its own in the three matrices.
//
// TA, TB: whether a, b are transposed. Three forms of kernel: TILED for GPUs, where a work-group brings tiles of both matrices
// into local memory and each work-item keeps RM x RN sums in registers; PACKED for processors, where b is first laid out in
// panels of 16 columns, and a work-item keeps RM sums of float16; TENSOR for tensor cores, with rounded factors.

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

#ifdef TENSOR
// Four warps, each with 32 x 32 sums as fragments of 16 x 8. A word of local memory is a factor rounded to tf32, or two
// neighbors rounded to bf16; fragments of both kinds are the same words (PTX ISA, "Matrix fragments for mma.m16n8k8" with
// tf32 and "mma.m16n8k16" with bf16): lane l has of a the words l % 4 and l % 4 + 4 of the rows l / 4 and l / 4 + 8, of b those
// of the column l / 4, and of the sums the columns l % 4 * 2 and the next of the rows l / 4 and l / 4 + 8.
#define TM 64
#define TN 64
#define WORDS 16
#define APART 20
#ifdef BF16
#define DEPTH (2 * WORDS)
#else
#define DEPTH WORDS
#endif
#define A_OR_0(i, p) (i0 + (i) < m && (p) < inner ? A(i0 + (i), p) : 0)
#define B_OR_0(p, j) (j0 + (j) < n && (p) < inner ? B(p, j0 + (j)) : 0)

#define IS_FINITE(bits) (((bits) & 0x7F800000u) != 0x7F800000u)
inline uint tf32(float x) {
  const uint bits = as_uint(x);
  return IS_FINITE(bits) ? (bits + 0x1000u) & 0xFFFFE000u : bits | ((bits & 0x7FFFFFu) != 0 ? 0x400000u : 0);
}
inline uint bf16(float x) {
  const uint bits = as_uint(x);
  const uint kept = bits >> 16;
  return IS_FINITE(bits) ? (bits + 0x7FFFu + (kept & 1)) >> 16 : kept | ((bits & 0x7FFFFFu) != 0 ? 0x40u : 0);
}

#ifdef EMULATED
// What the instruction does, where there are no tensor cores: all lanes show their words, then each adds up its four sums.
#ifdef BF16
#define WORD_DOT(x, y) as_float((x) << 16) * as_float((y) << 16) + as_float((x) & 0xFFFF0000u) * as_float((y) & 0xFFFF0000u)
#else
#define WORD_DOT(x, y) as_float(x) * as_float(y)
#endif
inline void shown_mma(float *d, const uint *a, const uint *b, __local uint *shown) {
  const int lane = get_local_id(0) % 32;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int i = 0; i < 4; i++) {
    shown[lane * 6 + i] = a[i];
  }
  shown[lane * 6 + 4] = b[0];
  shown[lane * 6 + 5] = b[1];
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int i = 0; i < 4; i++) {
    const int column = lane % 4 * 2 + i % 2;
    for (int w = 0; w < 8; w++) {
      const uint x = shown[(lane / 4 * 4 + w % 4) * 6 + i / 2 + w / 4 * 2];
      const uint y = shown[(column * 4 + w % 4) * 6 + 4 + w / 4];
      d[i] += WORD_DOT(x, y);
    }
  }
}
#define MMA(d, a, b) shown_mma(d, a, b, shown + warp * 32 * 6)
#else
#ifdef BF16
#define INSTRUCTION "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32"
#else
#define INSTRUCTION "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32"
#endif
#define MMA(d, a, b)                                                                          \
  asm volatile(INSTRUCTION " {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" \
               : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])                               \
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]))
#endif

__kernel __attribute__((reqd_work_group_size(128, 1, 1))) void gemm_tensor(
    const int m, const int n, const int inner, const int tiles_down, const int first_block, BLOCKS, const float alpha,
    MATRIX(a), MATRIX(b), const float beta, MATRIX(c), const int biased, MATRIX(bias)) {
  __local uint a_tile[TM * APART];
  __local uint b_tile[TN * APART];
#ifdef EMULATED
  __local uint shown[128 * 6];
#endif
  const int item = get_local_id(0);
  const int warp = item / 32;
  const int lane = item % 32;
  const int i0 = get_group_id(0) % tiles_down * TM;
  const int j0 = get_group_id(0) / tiles_down * TN;
  const int row = warp / 2 * 32 + lane / 4;
  const int column = warp % 2 * 32 + lane / 4;
  BLOCK(first_block + get_group_id(1));
  float sums[2][4][4];
#ifndef EMULATED
#pragma unroll
#endif
  for (int i = 0; i < 32; i++) {
    sums[i / 16][i / 4 % 4][i % 4] = 0;
  }
  for (int p0 = 0; p0 < inner; p0 += DEPTH) {
    for (int l = item; l < TM * WORDS; l += 128) {
#if TA
      const int i = l % TM;
      const int w = l / TM;
#else
      const int i = l / WORDS;
      const int w = l % WORDS;
#endif
#ifdef BF16
      a_tile[i * APART + w] = bf16(A_OR_0(i, p0 + 2 * w)) | bf16(A_OR_0(i, p0 + 2 * w + 1)) << 16;
#else
      a_tile[i * APART + w] = tf32(A_OR_0(i, p0 + w));
#endif
    }
    for (int l = item; l < TN * WORDS; l += 128) {
#if TB
      const int j = l / WORDS;
      const int w = l % WORDS;
#else
      const int j = l % TN;
      const int w = l / TN;
#endif
#ifdef BF16
      b_tile[j * APART + w] = bf16(B_OR_0(p0 + 2 * w, j)) | bf16(B_OR_0(p0 + 2 * w + 1, j)) << 16;
#else
      b_tile[j * APART + w] = tf32(B_OR_0(p0 + w, j));
#endif
    }
    barrier(CLK_LOCAL_MEM_FENCE);
#ifndef EMULATED
#pragma unroll
#endif
    for (int step = 0; step < WORDS; step += 8) {
      const int w = step + lane % 4;
      uint y[4][2];
#ifndef EMULATED
#pragma unroll
#endif
      for (int j = 0; j < 4; j++) {
        y[j][0] = b_tile[(column + j * 8) * APART + w];
        y[j][1] = b_tile[(column + j * 8) * APART + w + 4];
      }
#ifndef EMULATED
#pragma unroll
#endif
      for (int i = 0; i < 2; i++) {
        uint x[4];
#ifndef EMULATED
#pragma unroll
#endif
        for (int k = 0; k < 4; k++) {
          x[k] = a_tile[(row + i * 16 + k % 2 * 8) * APART + w + k / 2 * 4];
        }
#ifndef EMULATED
#pragma unroll
#endif
        for (int j = 0; j < 4; j++) {
          MMA(sums[i][j], x, y[j]);
        }
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
#ifndef EMULATED
#pragma unroll
#endif
  for (int i = 0; i < 2; i++) {
#ifndef EMULATED
#pragma unroll
#endif
    for (int j = 0; j < 4; j++) {
#ifndef EMULATED
#pragma unroll
#endif
      for (int k = 0; k < 4; k++) {
        const int r = i0 + row + i * 16 + k / 2 * 8;
        const int q = j0 + warp % 2 * 32 + j * 8 + lane % 4 * 2 + k % 2;
        if (r < m && q < n) {
          WRITE(r, q, sums[i][j][k]);
        }
      }
    }
  }
}
#endif
