/** A design and a sample at some of their rows, for estimators that leave out rows by themselves. */
import { sum } from '../../base/number/sum.ts';
import type { Design, NamedCodes, NamedColumn, Weights } from '../design.ts';
import type { Sample } from '../estimator.ts';
import { pick, pickCodes } from '../sample/rows.ts';

const picked = (column: NamedColumn, rows: Int32Array): NamedColumn => ({
  ...column,
  values: pick(column.values, rows),
});

export const pickNamedCodes = (codes: NamedCodes, rows: Int32Array): NamedCodes => ({
  ...codes,
  codes: pickCodes(codes.codes, rows),
});

export const pickDesign = (design: Design, rows: Int32Array): Design => ({
  ...design,
  nobs: rows.length,
  outcome: picked(design.outcome, rows),
  terms: design.terms.map((term) => picked(term, rows)),
  absorb: design.absorb.map((codes) => pickNamedCodes(codes, rows)),
  ...(design.weights === undefined ? {} : { weights: pickWeights(design.weights, rows) }),
});

/** The variables and further columns of a sample at the same rows; all of them where `rows` is null. */
export function pickSample(sample: Sample, rows: Int32Array | null): Pick<Sample, 'columns' | 'variables'> {
  if (rows === null) return sample;
  const { variables } = sample;
  return {
    columns: (terms, beside) => sample.columns(terms, beside).map((column) => picked(column, rows)),
    variables: {
      values: (leaf) => pick(variables.values(leaf), rows),
      codes: (column) => {
        const { codes, levels } = variables.codes(column);
        return { codes: pickCodes(codes, rows), levels };
      },
      isText: (column) => variables.isText(column),
      evaluate: (of, given) => pick(variables.evaluate(of, given), rows),
    },
  };
}

/** Weights of some rows, as if those were all there are. */
function pickWeights({ kind, raw }: Weights, rows: Int32Array): Weights {
  const own = pick(raw, rows);
  const total = sum(own);
  const scale = kind === 'frequency' ? 1 : own.length / total;
  const values = own.map((value) => value * scale);
  return { kind, raw: own, values, roots: values.map(Math.sqrt), count: kind === 'frequency' ? total : own.length };
}
