import { fcnnlsVector } from 'ml-fcnnls';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';

/** Rows by columns. */
export type Coefficients = readonly (readonly number[])[];

/** Columns are scaled to a largest entry of 1; singular values that are this much smaller than the largest are 0. */
const NEGLIGIBLE = 1e-9;
/** Of the gradient, all sizes being 1: beyond rounding, below what matters. */
const TOLERANCE = 1e-10;

/** x >= 0 with the least sum of squares of A x - b. */
export function leastSquares(rows: Coefficients, right: readonly number[]): number[] {
  const scales = scalesOf(rows);
  const scaled = new Matrix(rows.map((row) => row.map((value, j) => value / (scales[j] as number))));
  const size = Math.max(...right.map(Math.abs)) || 1;
  const { K } = fcnnlsVector(
    scaled,
    right.map((value) => value / size),
    { gradientTolerance: TOLERANCE },
  );
  return scales.map((scale, j) => (K.get(j, 0) * size) / scale);
}

/** Sets of columns of which each can be traded against the others: no data of this form can tell them apart. */
export function indistinguishable(rows: Coefficients): readonly number[] {
  const width = rows[0]?.length ?? 0;
  const scales = scalesOf(rows);
  const scaled = rows.map((row) => row.map((value, j) => value / (scales[j] as number)));
  // A square matrix at least: of a wide one the decomposition leaves out vectors that lead to 0.
  const padded = [...scaled, ...Array.from({ length: Math.max(0, width - rows.length) }, () => Array(width).fill(0))];
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(new Matrix(padded), {
    autoTranspose: false,
  });
  const largest = Math.max(...diagonal);
  const free = diagonal.flatMap((value, k) => (value <= NEGLIGIBLE * largest ? [k] : []));
  return Array.from({ length: width }, (_, j) => j).filter((j) =>
    free.some((k) => Math.abs(rightSingularVectors.get(j, k)) > Math.sqrt(NEGLIGIBLE)),
  );
}

/** The largest entry of each column; 1 for a column of zeros. */
function scalesOf(rows: Coefficients): number[] {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, j) => Math.max(...rows.map((row) => Math.abs(row[j] as number))) || 1);
}
