/** The equations of an experiment as scripts write them: an outcome on arms, with the effects that papermake found. */
import type { Stat } from '../../../src/econ/fit.ts';
import { isIndicators } from '../../../src/econ/formula/factor.ts';
import { columnsOfLevels, termOf } from '../../../src/econ/spec.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import { type Columns, columnOf } from '../../../src/export/worded.ts';
import type { ExperimentResult } from '../numbers/experiment.ts';
import type { Inferred } from '../numbers/inferred.ts';
import type { ExperimentSpec } from '../numbers/spec.ts';

export type Way = 'regression' | 'difference' | 'lin' | 'late';

export interface Shown {
  readonly estimate: Stat;
  readonly stdError: Stat;
  readonly df?: number;
}

/** An effect with what cells call it: the coefficient of a column, less that of another where one is named. */
export interface EffectCell {
  readonly cell: string;
  readonly column: string;
  readonly less?: string;
  readonly found: Shown;
}

export interface Equation {
  readonly by: Way;
  readonly outcome: string;
  readonly arms: readonly string[];
  readonly covariates: readonly string[];
  /** The treatment that rows took. */
  readonly takeUp?: string;
  /** Arms whose rows have no part in it. */
  readonly without: readonly string[];
  readonly strata: string | undefined;
  /** True where rows that are alone in their stratum are left out. */
  readonly accompanied?: true;
  readonly effects: readonly EffectCell[];
}

/** Columns of the data that scripts make before all equations. */
export interface Names {
  /** Columns of the arms but the control, in the order of the result. */
  readonly arms: readonly string[];
  readonly strata: string | undefined;
  readonly cluster: string | undefined;
  readonly weights: string | undefined;
}

export const resultOf = (node: ReadNode): ExperimentResult => node.whole() as unknown as ExperimentResult;

/** Effects by outcome: the names of arms are their terms. */
export function termsOf(node: ReadNode): readonly string[] {
  const { effects } = resultOf(node);
  return [...new Set(effects.map(({ arm }) => arm))];
}

/** Says whether the treatment is a number of 0 and 1 already, which is a regressor as it stands. */
export const isIndicator = ({ treatment }: ExperimentSpec, node: ReadNode): boolean =>
  treatment.length === 1 && termsOf(node)[0] === treatment[0] && node.data.type(treatment[0]!) === 'number';

export function namesOf(spec: ExperimentSpec, node: ReadNode, columns: Columns): Names {
  const levels = (text: string | null): string | undefined => {
    if (text === null) return undefined;
    const own = columnsOfLevels(text);
    return own.length === 1 ? columns.name(own[0]!) : columns.made(text);
  };
  const { weights, probability } = spec;
  return {
    arms: isIndicator(spec, node)
      ? spec.treatment.map(columns.name)
      : termsOf(node).map((term) => columns.made(`${spec.treatment.length > 1 ? 'arms' : 'arm'} ${term}`)),
    strata: levels(spec.strata),
    cluster: levels(spec.cluster),
    weights:
      probability !== null ? columns.made('weight of rows') : weights === null ? undefined : columnOf(columns, weights),
  };
}

/** Covariates, of a factor all levels but the first, since a constant spans it beside the others. */
export const covariatesOf = ({ covariates }: ExperimentSpec, columns: Columns): string[] =>
  covariates.flatMap((text) => {
    const cells = columns.cells(text).map(({ column }) => column);
    const term = termOf(text);
    return cells.length > 1 && term.length === 1 && isIndicators(term[0]) ? cells.slice(1) : cells;
  });

/** An outcome by its name in the result, and its column. */
export interface OutcomeColumn {
  readonly name: string;
  readonly column: string;
}

export const listedOutcomes = ({ outcomes }: ExperimentSpec, columns: Columns): readonly OutcomeColumn[] =>
  outcomes.map((term) => ({ name: term, column: columnOf(columns, term) }));

/** Outcomes that are indices of several columns. */
export const indexOutcomes = ({ indices }: ExperimentSpec, columns: Columns): readonly OutcomeColumn[] =>
  indices.map(({ name }) => ({ name, column: columns.made(`index ${name}`) }));

/** Effects on outcomes, then of take-up. */
export function mainEquations(
  spec: ExperimentSpec,
  outcomes: readonly OutcomeColumn[],
  node: ReadNode,
  names: Names,
  columns: Columns,
): Equation[] {
  const { effects, late } = resultOf(node);
  const terms = termsOf(node);
  const isDifference = spec.estimator === 'difference' && spec.cluster === null;
  const base = { covariates: covariatesOf(spec, columns), strata: names.strata };
  return outcomes.flatMap(({ name: term, column: outcome }): Equation[] => {
    const own = effects.filter((effect) => effect.outcome === term);
    const cells = own.map((effect): EffectCell => {
      return { cell: effect.variable, column: names.arms[terms.indexOf(effect.arm)]!, found: effect };
    });
    const taken = late.find((each) => each.outcome === term);
    const alone = cells.map((each): Equation => {
      const without = names.arms.filter((arm) => arm !== each.column);
      return { ...base, by: 'difference', outcome, arms: [each.column], without, effects: [each] };
    });
    const all: Equation = {
      ...base,
      by: spec.estimator === 'lin' ? 'lin' : 'regression',
      ...{ outcome, arms: names.arms, without: [], effects: cells },
    };
    const takeUp = spec.takeUp === null ? undefined : columnOf(columns, spec.takeUp);
    return [
      ...(isDifference ? alone : [all]),
      ...(taken === undefined || takeUp === undefined
        ? []
        : [
            {
              ...all,
              ...{ by: 'late' as const, takeUp },
              effects: [{ cell: `late ${term}`, column: takeUp, found: taken }],
            },
          ]),
    ];
  });
}

/** Covariates compared between the control and an arm, one by one. */
export function balanceEquations(spec: ExperimentSpec, node: ReadNode, names: Names, columns: Columns): Equation[] {
  const terms = termsOf(node);
  const cells = new Map(
    spec.balance.flatMap((term) => columns.cells(term).map((cell) => [cell.term, cell.column] as const)),
  );
  return resultOf(node).balance.flatMap((row): Equation[] => {
    const [outcome, arm] = [cells.get(row.covariate), names.arms[terms.indexOf(row.arm)]];
    if (outcome === undefined || arm === undefined) return [];
    return [
      {
        ...{ by: 'regression', outcome, covariates: [], strata: names.strata },
        // terms of factors stand beside the others, an arm beside the control alone
        ...(spec.treatment.length > 1
          ? { arms: names.arms, without: [] }
          : { arms: [arm], without: names.arms.filter((other) => other !== arm) }),
        ...(names.strata === undefined ? {} : { accompanied: true as const }),
        effects: [{ cell: `balance ${row.variable}`, column: arm, found: row }],
      },
    ];
  });
}

/** The name of the column that says whose outcome is missing. */
export const missingColumn = (term: string, columns: Columns): string => columns.made(`${term} is missing`);

/** Outcomes with missing values, in the order of the specification. */
export const lostOutcomes = ({ outcomes }: ExperimentSpec, node: ReadNode): readonly string[] =>
  outcomes.filter((term) => resultOf(node).attrition.some(({ outcome }) => outcome === term));

/** Whose outcome is missing, on all arms. */
export function attritionEquations(spec: ExperimentSpec, node: ReadNode, names: Names, columns: Columns): Equation[] {
  const terms = termsOf(node);
  return lostOutcomes(spec, node).map((term): Equation => {
    const own = resultOf(node).attrition.filter(({ outcome }) => outcome === term);
    return {
      ...{ by: 'regression', outcome: missingColumn(term, columns), arms: names.arms, covariates: [] },
      ...{ strata: names.strata, without: [] },
      effects: own.map((row) => ({
        cell: `attrition ${row.variable}`,
        column: names.arms[terms.indexOf(row.arm)]!,
        found: row,
      })),
    };
  });
}

/** A subgroup's regressor: a column times an indicator of a level. */
export interface Product {
  readonly column: string;
  readonly by: string;
  readonly level: string;
  readonly of: string;
}

export interface SubgroupEquation extends Equation {
  readonly products: readonly Product[];
  /** The column of subgroups within strata, and the columns that it is made of. */
  readonly cell: { readonly column: string; readonly of: readonly string[] };
}

/** One regression an outcome, with a regressor for every arm and covariate in every subgroup. */
export function subgroupEquations(
  spec: ExperimentSpec,
  outcomes: readonly OutcomeColumn[],
  node: ReadNode,
  names: Names,
  columns: Columns,
): SubgroupEquation[] {
  const { subgroups } = resultOf(node);
  const terms = termsOf(node);
  return spec.subgroups.flatMap((by) =>
    outcomes.map(({ name: term, column: outcome }): SubgroupEquation => {
      const own = subgroups.filter((each) => each.by === by && each.outcome === term);
      const levels = [...new Set(own.filter(({ from }) => from === undefined).map(({ level }) => level))];
      const named = (of: string, level: string): string => columns.made(`${of} where ${by} is ${level}`);
      const productsOf = (list: readonly string[]): Product[] =>
        levels.flatMap((level) => list.map((of) => ({ column: named(of, level), by, level, of })));
      const [arms, covariates] = [productsOf(names.arms), productsOf(covariatesOf(spec, columns))];
      const of = [columns.name(by), ...(names.strata === undefined ? [] : [names.strata])];
      const cell = { column: of.length === 1 ? of[0]! : columns.made(`cell of ${by}`), of };
      return {
        ...{ by: 'regression', outcome, without: [], strata: cell.column, cell },
        ...{ accompanied: true, products: [...arms, ...covariates] },
        ...{ arms: arms.map(({ column }) => column), covariates: covariates.map(({ column }) => column) },
        effects: own.map(({ variable, arm, level, from, ...found }) => {
          const armOf = names.arms[terms.indexOf(arm)]!;
          return {
            ...{ cell: `subgroup ${variable}`, column: named(armOf, level), found },
            ...(from === undefined ? {} : { less: named(armOf, from) }),
          };
        }),
      };
    }),
  );
}

/** Parts of the result that no language is asked for, with the reasons. */
export function missingParts(spec: ExperimentSpec, node: ReadNode): { readonly what: string; readonly why: string }[] {
  const { randomisation, families, power, balanceTests, attritionTests } = resultOf(
    node,
  ) as unknown as ExperimentResult & Partial<Pick<Inferred, 'randomisation' | 'families' | 'power'>>;
  const drawn = (families ?? []).filter(({ draws }) => draws !== null);
  const parts: readonly (readonly [readonly unknown[], string, string])[] = [
    [[...balanceTests, ...attritionTests], 'joint tests of balance and attrition', 'they are not written'],
    [
      spec.estimator === 'lin' ? spec.subgroups : [],
      'effects in subgroups',
      'they are not written of Lin’s regression',
    ],
    [randomisation ?? [], 'p values by randomisation', 'assignments are draws of papermake’s own'],
    [
      drawn,
      `adjusted p values by ${drawn.map(({ method }) => method).join(', ')}`,
      'they are of draws of papermake’s own',
    ],
    [power ?? [], 'power', 'assignments are draws of papermake’s own'],
  ];
  return parts.flatMap(([records, what, why]) => (records.length === 0 ? [] : [{ what, why }]));
}
