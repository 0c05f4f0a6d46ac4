/** The regressions behind two-stage least squares: structural, first stages, and the second on the projected columns. */

import { norm } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { IvDesign, NamedColumn } from '../design.ts';
import type { Dropped } from '../fit.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import type { Effect } from '../panel/effects.ts';
import { withoutRounding } from '../regression/goodness.ts';
import { RegressionByRows } from '../vcov/regression.ts';
import { productsIn, regress, requireRows } from '../vcov/regression-by-rows.ts';
import type { SumsRequest } from '../vcov/regression-by-sums.ts';
import { type Coordinates, coordinatesOf } from './coordinates.ts';

/** A projected regressor counts as spanned when less than this part of the regressor is left. */
const RANK_TOLERANCE = 1e-9;

export interface IvEquations {
  readonly design: IvDesign;
  readonly effects: readonly Effect[];
  /** 1 when the first of all regressions' columns is the constant. */
  readonly constants: 0 | 1;
  /** Holds what stands for the rows in every regression's columns and residuals; null where these are rows. */
  readonly coordinates: Coordinates | null;
  /** Kept columns, in the order listed. */
  readonly exogenous: readonly NamedColumn[];
  readonly endogenous: readonly NamedColumn[];
  readonly instruments: readonly NamedColumn[];
  /** OLS of the outcome on [1, exogenous, endogenous]. */
  readonly structural: RegressionByRows;
  /** Each endogenous regressor on [1, exogenous, instruments]. */
  readonly firstStages: readonly RegressionByRows[];
  /** Regression of the outcome on [1, exogenous, projected endogenous]; its `fit.residuals` are y − Xb with the regressors themselves. */
  readonly second: RegressionByRows;
  readonly regress: (outcome: NamedColumn, terms: readonly NamedColumn[]) => RegressionByRows;
}

/**
 * Drops what is collinear, exogenous regressors first, and projects. Refuses an equation without endogenous regressors or with
 * fewer instruments than they are. O(N(K + L)²) for each endogenous regressor and one within transformation for each column; with
 * coordinates (coordinates.ts) a pass over the rows, and O((K + L)³). `asked` is of the equation's columns, but for its terms.
 */
export function ivEquations(design: IvDesign, asked: Omit<SumsRequest, 'design'>): IvEquations {
  const { effects, constants } = asked;
  const { outcome, exogenous: _, endogenous: __, instruments: ___, ...rest } = design;
  const every = [...design.exogenous, ...design.instruments, ...design.endogenous];
  const coordinates = coordinatesOf({ ...asked, design: { ...rest, outcome, terms: every } });
  const run = (y: NamedColumn, terms: readonly NamedColumn[]): RegressionByRows => {
    const own = { ...asked, design: { ...rest, outcome: y, terms } };
    return coordinates === null
      ? regress(own.design, effects, constants === 1, asked.within, asked.workspace)
      : regressCoordinates(own, coordinates);
  };
  const structural = run(outcome, [...design.exogenous, ...design.endogenous]);
  const exogenous = structural.terms.filter((term) => design.exogenous.includes(term));
  const endogenous = structural.terms.filter((term) => design.endogenous.includes(term));
  requireEndogenous(endogenous, structural.dropped);
  const firstStages = endogenous.map((x) => run(x, [...exogenous, ...design.instruments]));
  const first = firstStages[0]!;
  const instruments = first.terms.filter((term) => !exogenous.includes(term));
  requireInstruments(endogenous, instruments, first.dropped);
  const dropped = [...structural.dropped, ...first.dropped];
  const second = secondStage(structural, firstStages, exogenous.length + constants, dropped);
  return {
    design,
    effects,
    constants,
    coordinates,
    exogenous,
    endogenous,
    instruments,
    structural,
    firstStages,
    second,
    regress: run,
  };
}

/** Columns that have coordinates are well conditioned, so that none is left out. O(P³) for P coordinates. */
function regressCoordinates(
  { design, effects, constants, workspace }: SumsRequest,
  coordinates: Coordinates,
): RegressionByRows {
  const { outcome, terms } = design;
  requireRows(design, effects, terms.length);
  const y = coordinates.of(outcome.values);
  const ones = constants === 1 ? [coordinates.ones] : [];
  const columns = [...ones, ...terms.map(({ values }) => coordinates.of(values))];
  const fit = leastSquares(columns, y, () => 0);
  return new RegressionByRows({ design, effects, y, terms, columns, constants, fit, dropped: [], workspace });
}

function requireEndogenous(endogenous: readonly NamedColumn[], dropped: readonly Dropped[]): void {
  if (endogenous.length > 0) return;
  const why = dropped.map(({ term, detail }) => `\`${term}\` ${detail}`).join('; ');
  throw new Refusal('no-endogenous', `no endogenous regressor is left: ${why}`, { param: 'iv' });
}

function requireInstruments(
  endogenous: readonly NamedColumn[],
  instruments: readonly NamedColumn[],
  dropped: readonly Dropped[],
): void {
  if (instruments.length >= endogenous.length) return;
  const lost = dropped.map(({ term, detail }) => `\`${term}\` ${detail}`).join('; ');
  const message = `under-identified: ${endogenous.length} endogenous regressors need as many instruments, got ${instruments.length}`;
  throw new Refusal('under-identified', lost === '' ? message : `${message} (${lost})`, {
    param: 'iv',
    hint: 'name more instruments after `~`',
  });
}

/** `fixed`: columns before the endogenous ones. */
function secondStage(
  structural: RegressionByRows,
  firstStages: readonly RegressionByRows[],
  fixed: number,
  dropped: readonly Dropped[],
): RegressionByRows {
  const { y, workspace } = structural;
  const own = structural.columns;
  const projected = firstStages.map(({ fit }, j) => own[fixed + j]!.map((value, i) => value - fit.residuals[i]!));
  const columns = [...own.slice(0, fixed), ...projected];
  const tolerance = (j: number): number => (j < fixed ? 0 : RANK_TOLERANCE * norm(own[j]!));
  const fit = leastSquares(columns, y, tolerance, productsIn(workspace));
  if (fit.qr.dropped.length > 0) {
    const names = fit.qr.dropped.map((j) => `\`${structural.terms[j - structural.constants]!.name}\``).join(', ');
    throw new Refusal('under-identified', `the instruments do not identify ${names}: the rank condition fails`, {
      param: 'iv',
    });
  }
  const residuals = y.slice();
  for (const [j, column] of own.entries()) {
    const b = fit.coefficients[j]!;
    for (let i = 0; i < residuals.length; i++) residuals[i] = residuals[i]! - b * column[i]!;
  }
  const equation = withoutRounding(new RegressionByRows({ ...structural, fit: { ...fit, residuals }, dropped }));
  return new RegressionByRows({ ...equation, columns }, equation.perfect);
}
