/** A discontinuity at several cut-offs in R and Python: a call for each, whose jumps are noted for their mean, and one for all rows together. */
import type { WordedValue } from '../../../src/export/worded.ts';
import { type CutoffsSpec, cutoffTerm } from '../numbers/cutoffs/spec.ts';
import { design, estimateOf, type Frame, type Lines, sides, valuesIn } from './sides.ts';
import { fitOf, valuesOf } from './words.ts';

export function cutoffs(spec: CutoffsSpec, frame: Frame): Lines {
  const { node, code } = frame;
  const { terms } = fitOf(node);
  const own = { ...spec, cutoff: 0 };
  const [estimate, error] = estimateOf(spec.row, frame);
  const valuesAt = (term: string, rows: string, then: readonly string[] = []): WordedValue[] => {
    const [first, ...rest] = valuesOf(terms, term, estimate, error);
    const after = [code.set('found', code.call('rd_jump', [rows], design(own, frame))), ...then];
    return first === undefined ? [] : [{ ...first, after }, ...rest];
  };
  const lists = { jumps: estimate, errors: error, rows: code.call('sum', [code.part('within')]) };
  const noted = Object.entries(lists).map(([name, value]) => code.set(name, code.appended(name, value)));
  const each = (spec.cutoffs ?? levelsOf(spec, frame)).flatMap((cutoff, i) =>
    valuesAt(cutoffTerm(spec, cutoff), rowsAt(spec, frame, cutoff, i), noted),
  );
  const mean = valuesOf(terms, 'weighted', code.weightedMean('jumps', 'rows'), code.weightedError('errors', 'rows'));
  const lines = Object.keys(lists).map((name) => code.set(name, code.empty));
  return {
    lines,
    values: [...each, ...mean, ...valuesAt('pooled', sides(own, frame, { running: pooled(spec, frame) }))],
  };
}

/** Cut-offs that were estimated. */
const levelsOf = (spec: CutoffsSpec, { node }: Frame): number[] => {
  const start = cutoffTerm(spec, 0).slice(0, -1);
  return fitOf(node).terms.flatMap(({ term }) => (term.startsWith(start) ? [Number(term.slice(start.length))] : []));
};

function rowsAt({ by, cutoffs: all, ...spec }: CutoffsSpec, frame: Frame, cutoff: number, i: number): string {
  const { columns, code } = frame;
  if (all !== null) return sides(spec, frame, { cutoff, limits: code.between(all[i - 1], all[i + 1]) });
  const outcome = code.where(`${columns.values(columns.name(by!))} == ${cutoff}`, valuesIn(frame, spec.outcome));
  return sides(spec, frame, { cutoff, outcome });
}

/** The running variable less the cut-off of the row, or the nearest one. */
function pooled({ by, cutoffs: all, running }: CutoffsSpec, frame: Frame): string {
  const { columns, code } = frame;
  const x = valuesIn(frame, running);
  if (all === null) return `${x} - ${columns.values(columns.name(by!))}`;
  const middles = all.slice(1).map((cutoff, k) => (all[k]! + cutoff) / 2);
  return `${x} - ${code.step(x, middles, all)}`;
}
