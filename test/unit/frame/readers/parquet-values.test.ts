import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meaningOf, type ParquetPage } from '../../../../src/frame/readers/parquet/values.ts';

const page = (values: ParquetPage['values'], codes?: Int32Array): ParquetPage => ({
  values,
  codes,
  length: codes?.length ?? values.length,
});

const read = (element: object, ...pages: ParquetPage[]) =>
  meaningOf({ name: 'x', ...element } as never)!.column(
    pages,
    pages.reduce((sum, { length }) => sum + length, 0),
  );

describe('numbers of a Parquet page', () => {
  it('are the integers of 64 bits where numbers hold them all, and texts otherwise', () => {
    const border = 2n ** 53n;
    const near = fc
      .constantFrom(0n, -1n, border, -border, 2n ** 32n, -(2n ** 32n), 2n ** 31n, 2n ** 63n - 2n)
      .chain((about) => fc.bigInt({ min: about - 2n, max: about + 1n }).map((value) => BigInt.asIntN(64, value)));
    fc.assert(
      fc.property(fc.array(near, { minLength: 1, maxLength: 5 }), fc.boolean(), (list, isCoded) => {
        const codes = isCoded ? Int32Array.from(list, (_, i) => i) : undefined;
        const column = read({ type: 'INT64' }, page(BigInt64Array.from(list), codes));
        const isSafe = list.every((value) => Number.isSafeInteger(Number(value)));
        if (isSafe) expect(column).toEqual({ type: 'number', values: Float64Array.from(list, Number) });
        else expect(column).toMatchObject({ type: 'string' });
      }),
    );
  });

  it('are unsigned where the type says so', () => {
    const values = Int32Array.of(-1, 0, 7);
    expect(read({ type: 'INT32', converted_type: 'UINT_32' }, page(values))).toMatchObject({
      values: Float64Array.of(4294967295, 0, 7),
    });
    expect(read({ type: 'INT32' }, page(values))).toMatchObject({ values: Float64Array.of(-1, 0, 7) });
    const long = BigInt64Array.of(-1n, 1n);
    expect(read({ type: 'INT64', converted_type: 'UINT_64' }, page(long))).toMatchObject({
      dictionary: ['1', '18446744073709551615'],
    });
  });

  it('are those of the rows that hold one, of each page by its own dictionary', () => {
    const pages = [
      page(Float32Array.of(0.5, 1.5), Int32Array.of(1, -1, 0)),
      page(Float32Array.of(2.5), Int32Array.of(0)),
      page([]),
      page(Float64Array.of(3)),
    ];
    expect(read({ type: 'DOUBLE' }, ...pages)).toEqual({
      type: 'number',
      values: Float64Array.of(1.5, Number.NaN, 0.5, 2.5, 3),
    });
  });
});
