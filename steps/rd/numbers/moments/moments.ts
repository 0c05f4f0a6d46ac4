/** Sums over the rows of a window, by which a polynomial in t is fitted; t runs from −1 to 1 over the window, and w are kernel weights. */

export interface Moments {
  /** Σ w·dᵐ·tʲ for each j below `count`. */
  ofPower(m: number, count: number): Float64Array;
  /** Σ w·column·tʲ for each j below `count`. */
  ofColumn(column: Float64Array, count: number): Float64Array;
}
