/** Tests that hold with weak instruments: from the covariances of the reduced form, of the first stage and of the sum of both, by functions of the scripts. */

import type { Fit, Stat, TestResult } from '../../econ/fit.ts';
import { formOf } from '../../econ/form.ts';
import type { ConfidenceSet } from '../../econ/iv/weak/confidence-set.ts';
import { counterpart as linear } from '../../econ/linear/export.ts';
import type { Block, ExportedModel } from '../language.ts';
import { covarianceLines } from './covariance.ts';
import type { CheckWords, FrameDialect } from './dialect.ts';
import { finite } from './first-stages.ts';
import type { FrameHead } from './head.ts';

export interface WeakInstruments {
  readonly lines: readonly string[];
  readonly further: NonNullable<Block['further']>;
  readonly functions: readonly string[];
}

const none: WeakInstruments = { lines: [], further: [], functions: [] };

interface Cell {
  readonly cell: string;
  /** Code over the two equations `w`. */
  readonly got: string;
  readonly value: Stat | undefined;
  /** The size beside which a difference is small, where it is not that of the value. */
  readonly scale?: number;
  /** A name that a line gives to a value first, of which the code takes parts. */
  readonly kept?: readonly [name: string, code: string];
}

export function weakInstruments(model: ExportedModel, { pieces }: FrameHead, dialect: FrameDialect): WeakInstruments {
  const { fit, spec, node, data } = model;
  const [stage, another] = fit.firstStage ?? [];
  const [regressor] = pieces.endogenous;
  if (stage === undefined || another !== undefined || regressor === undefined) return none;
  if (typeof fit.stats.effectiveF !== 'number' || dialect.termsAlone) return none;
  const form = formOf(stage);
  const worded = dialect.worded(linear, spec, form);
  if ('none' in worded) return none;
  const { covariance, expression, check } = dialect;
  const { exogenous, instruments, outcome } = pieces;
  const sum = expression.columnOf(`${outcome} + ${regressor}`);
  const names = expression.texts(instruments);
  const regressed = (column: string, name: string): string[] => [
    covariance.set(
      'm',
      worded.call({
        ...pieces,
        outcome: column,
        exogenous: [...exogenous, ...instruments],
        endogenous: [],
        instruments: [],
      }),
    ),
    ...covarianceLines({ data, form, spec: finite(spec) }, worded, dialect),
    covariance.set(name, `kept(m, V, ${names})`),
  ];
  const both = [outcome, regressor].map(expression.text).join(', ');
  const cells = cellsOf(fit, check).flatMap(({ value, ...cell }) =>
    typeof value === 'number' ? [{ ...cell, value }] : [],
  );
  return {
    lines: [
      covariance.set('d', `summed(d, ${both}, ${expression.text(sum)})`),
      ...regressed(outcome, 'reduced'),
      ...regressed(regressor, 'first'),
      ...regressed(sum, 'both'),
      covariance.set('w', `two_equations(reduced, first, both, d, ${both})`),
      ...cells.flatMap(({ cell, got, value, scale, kept }) => [
        ...(kept === undefined ? [] : [covariance.set(...kept)]),
        check.value({
          cell: `${node}: ${cell}`,
          got,
          expected: value,
          ...(scale !== undefined && { scale: expression.number(scale) }),
        }),
      ]),
    ],
    further: cells.map(({ cell, value }) => ({ cell, value })),
    functions: [dialect.weakFunctions()],
  };
}

const testOf = ({ tests }: Fit, name: string): TestResult | undefined => tests.find((test) => test.name === name);

/** The values of all tests, by how tables call them. */
function cellsOf(fit: Fit, check: CheckWords): Cell[] {
  const [effective, tf, ar, clr] = ['effective-f', 'tf', 'anderson-rubin', 'clr'].map((name) => testOf(fit, name));
  const worst = effective?.worstBias as Stat | undefined;
  const critical = (effective?.critical ?? {}) as Readonly<Record<string, Readonly<Record<string, number>>>>;
  const atCritical = (kind: string, over: string): Cell[] =>
    Object.entries(critical[kind] ?? {}).map(([part, value]) => ({
      cell: `effective F: ${kind} critical value of ${part}`,
      got: `effective_critical(w, ${over} / ${Number.parseFloat(part) / 100})`,
      value,
    }));
  const [, df] = ar?.df ?? [];
  const level = ar?.level as number;
  return [
    { cell: 'effective F', got: 'effective_f(w)', value: effective?.statistic },
    { cell: 'effective F: worst bias', got: 'worst', value: worst, kept: ['worst', 'worst_bias(w)'], scale: 1 },
    ...atCritical('simplified', '1'),
    ...atCritical('tsls', 'worst'),
    { cell: 'tF: critical value', got: 'tf_critical(effective_f(w))', value: tf?.critical as Stat | undefined },
    { cell: 'Anderson-Rubin: F', got: 'anderson_rubin(w, 0)', value: ar?.statistic },
    ...setCells('Anderson-Rubin', ['ar', `anderson_rubin_set(w, ${df}, ${level})`], ar, check),
    ...ratioCells(clr, level, check),
  ];
}

/** One instrument leaves the test of Anderson and Rubin, which is there already. */
function ratioCells(clr: TestResult | undefined, level: number, check: CheckWords): Cell[] {
  if (clr?.df?.length !== 1 || typeof clr.statistic !== 'number') return [];
  return [
    { cell: 'CLR', got: check.part('ratio', 1), value: clr.statistic, kept: ['ratio', 'conditional_ratio(w, 0)'] },
    { cell: 'CLR: p', got: check.part('ratio', 2), value: clr.pValue },
    ...setCells('CLR', ['clr', `conditional_ratio_set(w, ${level})`], clr, check),
  ];
}

/** The number of intervals, and their finite ends. */
function setCells(
  name: string,
  kept: readonly [name: string, code: string],
  test: TestResult | undefined,
  check: CheckWords,
): Cell[] {
  const set = test?.set as ConfidenceSet | { readonly invalid: string } | undefined;
  if (set === undefined || 'invalid' in set) return [];
  return [set.pieces.length, ...set.bounds].map((value, i) => ({
    cell: i === 0 ? `${name}: intervals of the set` : `${name}: end ${i} of the set`,
    got: check.part(kept[0], i + 1),
    value,
    ...(i === 0 && { kept }),
  }));
}
