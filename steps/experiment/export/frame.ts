/** Experiments in R and Python: every effect by one call over the rows that have what it needs. */
import type { NoCounterpart } from '../../../src/econ/counterpart.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import type { Columns, Worded, WordedValue } from '../../../src/export/worded.ts';
import type { ExperimentSpec } from '../numbers/spec.ts';
import { type BoundsCode, boundsLeft, boundsValues } from './bounds.ts';
import { designLines, type IndexCode, indexLines, type Statements, subgroupLines } from './columns.ts';
import {
  attritionEquations,
  balanceEquations,
  type EffectCell,
  type Equation,
  indexOutcomes,
  listedOutcomes,
  mainEquations,
  missingParts,
  type Names,
  namesOf,
  resultOf,
  subgroupEquations,
  termsOf,
} from './equations.ts';
import { type FamilyCode, familiesOf, familyValues } from './families.ts';

/** A language's calls: `s` are the rows of an equation, `m` what is estimated, `e` an effect with its error. */
export interface FrameCode extends Statements {
  readonly packages: readonly string[];
  readonly functions: string;
  /** Leaves in `s` the rows that have some columns, of which none is in arms that have no part, and none alone in a stratum. */
  rows(complete: readonly string[], without: readonly string[], accompanied: string | undefined): readonly string[];
  /** Lines that leave the estimate in `m`, or why there are none. */
  call(equation: Equation, names: Names, spec: ExperimentSpec): readonly string[] | NoCounterpart;
  /** Leaves an effect in `e`. */
  effect(cell: EffectCell): string;
  readonly parts: { readonly estimate: string; readonly error: string; readonly df?: string };
  /** Wald's statistic over its degrees of freedom, that these coefficients are zero. */
  wald(arms: readonly string[]): string;
  /** Code of the p value of the effect in `e`; undefined where the language has no degrees of freedom of it. */
  hasP(equation: Equation, spec: ExperimentSpec): boolean;
  readonly families: FamilyCode;
  readonly bounds: BoundsCode;
  index(column: string, of: IndexCode): string;
  /** The rows of `s`, and the mean of a column among those of no arm. */
  readonly count: string;
  controlMean(outcome: string, names: Names): string;
}

export function experimentInFrame(
  code: FrameCode,
  spec: ExperimentSpec,
  node: ReadNode,
  columns: Columns,
): Worded | NoCounterpart {
  const names = namesOf(spec, node, columns);
  const outcomes = [...listedOutcomes(spec, columns), ...indexOutcomes(spec, columns)];
  const families = familiesOf(spec, node);
  const tested = new Set(families.flatMap(({ tests }) => tests.map(({ variable }) => variable)));
  const kept = new Set<string>();
  const left: string[] = [];
  const write = (equation: Equation, before: readonly string[] = [], isTested = false): WordedValue[] => {
    const call = code.call(equation, names, spec);
    if ('none' in call) {
      left.push(call.none);
      return [];
    }
    const hasP = isTested && code.hasP(equation, spec);
    const values = equation.effects.map((effect): EffectValues => {
      const keeps = hasP && tested.has(effect.cell);
      if (keeps) kept.add(effect.cell);
      return { effect, more: keeps ? [code.families.keep(effect.cell)] : [] };
    });
    return valuesOf(values, [...before, ...rowLines(equation, code), ...call], code);
  };
  const main = mainEquations(spec, outcomes, node, names, columns).flatMap((equation) => {
    const values = write(equation, [], equation.by !== 'late');
    return equation.by === 'late' || values.length === 0
      ? values
      : [...values, ...described(equation, names, spec, node, code)];
  });
  const others = [
    ...balanceEquations(spec, node, names, columns),
    ...attritionEquations(spec, node, names, columns),
  ].flatMap((equation) => write(equation));
  const subgroups =
    spec.estimator === 'lin'
      ? []
      : subgroupEquations(spec, outcomes, node, names, columns).flatMap((equation) =>
          write(equation, subgroupLines(equation, columns, code)),
        );
  const armOf = (arm: string): string => names.arms[termsOf(node).indexOf(arm)]!;
  const bounds = boundsValues(resultOf(node).bounds, spec, names, armOf, columns, code.bounds);
  const values = [...main, ...familyValues(families, kept, code.families), ...others, ...subgroups, ...bounds];
  if (values.length === 0) return { none: left[0]! };
  const isAdjusted = families.every(({ tests }) => tests.every(({ variable }) => kept.has(variable)));
  return {
    ...{ packages: code.packages, functions: code.functions },
    lines: [
      ...designLines(spec, node, names, columns, code),
      ...indexLines(spec, names, columns, code.index),
      ...(kept.size === 0 ? [] : [code.families.start]),
    ],
    values,
    missing: [
      ...[...new Set(left)].map((why) => ({ what: 'some effects', why })),
      ...(isAdjusted ? [] : [{ what: 'some adjusted p values', why: 'the script has no p values of their effects' }]),
      ...missingBounds(spec, node),
      ...missingParts(spec, node),
    ],
  };
}

/** An effect, with lines behind the one that leaves it in `e`. */
interface EffectValues {
  readonly effect: EffectCell;
  readonly more: readonly string[];
}

function missingBounds(spec: ExperimentSpec, node: ReadNode) {
  const why = resultOf(node).bounds.length === 0 ? undefined : boundsLeft(spec);
  return why === undefined ? [] : [{ what: 'some bounds', why }];
}

function rowLines(
  { outcome, covariates, takeUp, without, strata, accompanied }: Equation,
  code: FrameCode,
): readonly string[] {
  const needed = [outcome, ...covariates, ...(takeUp === undefined ? [] : [takeUp])];
  const levels = accompanied === undefined || strata === undefined ? [] : [strata];
  return code.rows([...new Set([...needed, ...levels])], without, levels[0]);
}

function valuesOf(effects: readonly EffectValues[], lines: readonly string[], code: FrameCode): WordedValue[] {
  const { estimate, error, df } = code.parts;
  return effects.flatMap(({ effect, more }, i): WordedValue[] => {
    const { cell, found } = effect;
    if (typeof found.estimate !== 'number') return [];
    const scale = typeof found.stdError === 'number' ? found.stdError : undefined;
    const after = [...(i === 0 ? lines : []), code.effect(effect), ...more];
    return [
      { cell: `${cell}: coefficient`, code: estimate, value: found.estimate, scale, after },
      { cell: `${cell}: standard error`, code: error, value: found.stdError },
      ...(df === undefined || effect.less !== undefined || found.df === undefined
        ? []
        : [{ cell: `${cell}: degrees of freedom`, code: df, value: found.df }]),
    ];
  });
}

/** The rows of an outcome, its control mean, and the joint test of several arms. */
function described(
  { effects, arms, by, outcome }: Equation,
  names: Names,
  spec: ExperimentSpec,
  node: ReadNode,
  code: FrameCode,
): WordedValue[] {
  const { effects: records, joint } = resultOf(node);
  const record = records.find(({ variable }) => variable === effects[0]!.cell)!;
  const test =
    by === 'difference' || spec.errors === 'CR2' ? undefined : joint.find((each) => each.variable === record.outcome);
  return [
    { cell: `${record.variable}: N`, code: code.count, value: record.n },
    ...(spec.estimator === 'difference' && spec.strata !== null
      ? []
      : [
          {
            cell: `${record.variable}: control mean`,
            code: code.controlMean(outcome, names),
            value: record.controlMean,
            scale: typeof record.controlSd === 'number' ? record.controlSd : undefined,
          },
        ]),
    ...(test === undefined ? [] : [{ cell: `${record.outcome}: F`, code: code.wald(arms), value: test.f }]),
  ];
}
