/** Differences between groups by `suest`: the regression of each group, whose scores it stacks. Source: Stata's `help suest`. */
import type { Comparison, TermDifference } from '../../src/econ/difference/tests.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import { type Columns, columnOf, type ExportedResult, type Worded } from '../../src/export/worded.ts';

export interface Stacked {
  /** The model of both groups, on the rows of both. */
  readonly model: ModelSpec;
  readonly group: string;
  readonly between: Comparison['between'];
  readonly found: Comparison['suest'];
  readonly nobs: number;
}

const equations = ['first', 'second'] as const;

/** `suest` takes no model that absorbs effects, and its clusters are of one variable. */
export function whyNoSuest({ absorb, vcov }: ModelSpec): string | undefined {
  if (absorb.length > 0) return '`suest` takes no effects: the regression with all interacted is compared';
  if (vcov.is === 'cluster' ? vcov.by.length > 1 || vcov.by[0]!.includes('^') : vcov.is !== 'iid' && vcov.is !== 'hc')
    return '`suest` has robust errors, or clusters of one variable';
  return undefined;
}

export const suestWords =
  (stacked: Stacked): ExportedResult['words']['stata'] =>
  (columns) => {
    const why = whyNoSuest(stacked.model);
    return why === undefined ? worded(stacked, columns) : { none: why };
  };

function worded({ model, group, between, found, nobs }: Stacked, columns: Columns): Worded {
  const { vcov, constant, terms } = model;
  const names = new Map(terms.flatMap((text) => columns.cells(text)).map(({ term, column }) => [term, column]));
  const regressors = [...names].flatMap(([term, column]) =>
    found.terms.some((each) => each.term === term) ? [column] : [],
  );
  const regress = ['regress', columnOf(columns, model.outcome), ...regressors].join(' ');
  const clustered = vcov.is === 'cluster' ? `, vce(cluster ${columns.name(vcov.by[0]!)})` : '';
  const difference = ({ term }: TermDifference): string => {
    const name = term === '_cons' ? term : names.get(term)!;
    return `[first_mean]${name} - [second_mean]${name}`;
  };
  const { chi2, df } = found.joint;
  return {
    lines: [
      ...equations.flatMap((name, i) => [
        `${regress} if ${columns.isLevel(group, between[i]!)}${constant ? '' : ', noconstant'}`,
        `estimates store ${name}`,
      ]),
      `suest ${equations.join(' ')}${clustered}`,
    ],
    values: [
      { cell: 'suest: N', code: 'e(N)', value: nobs },
      ...found.terms.flatMap((each) => [
        {
          cell: `suest: ${each.term}: difference`,
          code: 'r(estimate)',
          value: each.difference,
          after: [`lincom ${difference(each)}`],
        },
        { cell: `suest: ${each.term}: standard error`, code: 'r(se)', value: each.stdError },
      ]),
      {
        cell: 'suest: joint chi2',
        code: 'r(chi2)',
        // a test of all coefficients, the constant too
        value: df === found.terms.length ? chi2 : undefined,
        after: [`test ${found.terms.map((each) => `(${difference(each)} = 0)`).join(' ')}`],
      },
    ],
  };
}
