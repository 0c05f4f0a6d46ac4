/** One specification of a multiverse: the coefficient in question, by shared sums where they serve, else as a column of models has it. */
import type { Data } from '../data.ts';
import type { Design, NamedCodes, SmallStyle } from '../design.ts';
import { estimate } from '../estimate.ts';
import type { FitModel } from '../estimator.ts';
import type { RowsLost, Stat, Warning } from '../fit.ts';
import { Workspace } from '../linalg/workspace.ts';
import { compact, type Effect } from '../panel/effects.ts';
import { droppedWarnings } from '../regression/dropped.ts';
import { designOf, equationColumns, levelsAt } from '../sample/spec-design.ts';
import { termName } from '../sample/terms.ts';
import { usedRows } from '../sample/used-rows.ts';
import { Variables } from '../sample/variables.ts';
import { WinsorizedSource } from '../sample/winsorize-spec.ts';
import { type ModelSpec, termOf } from '../spec.ts';
import { estimateRow, referenceDistribution } from '../vcov/inference.ts';
import { type CoefficientRequest, coefficientOf, servesVcov } from './coefficient.ts';
import { SharedColumns } from './columns.ts';

/** A specification: its model, and the term that it is about. */
export interface SpecificationParams {
  readonly model: ModelSpec;
  readonly of: string;
}

/** A specification's results for the term; a term that its columns span has no estimate. Members stand in the order in which they are stored. */
export interface Specification {
  readonly confHigh: Stat;
  readonly confLow: Stat;
  readonly dfResid: number | null;
  readonly estimate: Stat;
  readonly nclusters: number | null;
  readonly nobs: number;
  readonly outcome: string;
  readonly pValue: Stat;
  readonly statistic: Stat;
  readonly stdError: Stat;
  readonly term: string;
  /** The warnings of its estimation, absent where there are none; from sums, without those of the variances of other terms. */
  readonly warnings?: readonly Pick<Warning, 'code' | 'message'>[];
}

export interface Estimated {
  readonly specification: Specification;
  readonly rowsLost: readonly RowsLost[];
}

/** Level of the intervals. */
const level = 0.95;

/**
 * The coefficient of the canonical term `of` in a spec. Agrees with the column of models that the spec is, to the digits that sums of
 * products keep (ten and more). Throws what estimation throws. `workspace` spares what earlier specifications on the data found, and changes
 * no result.
 */
export function estimateSpecification(
  spec: ModelSpec,
  of: string,
  data: Data,
  fitModel: FitModel,
  workspace: Workspace = new Workspace(),
): Estimated {
  return bySums(spec, of, data, workspace) ?? byFit(spec, of, data, fitModel, workspace);
}

/** The design, effects and clusters of a linear spec, and sums over its rows; null where sums do not serve. */
export interface SharedDesign {
  readonly design: Design;
  readonly effects: readonly Effect[];
  readonly clusters: readonly Effect[];
  readonly rows: Int32Array;
  readonly lost: readonly RowsLost[];
}

/** True where a regression of this kind has sums at all. */
const isPlain = ({ estimator, iv, weights, trim, vcov, terms }: ModelSpec): boolean =>
  estimator === undefined &&
  iv === null &&
  weights === undefined &&
  trim === undefined &&
  servesVcov(vcov) &&
  !terms.some((text) => termOf(text).some(({ is }) => is === 'event'));

export function sharedDesign(spec: ModelSpec, data: Data, workspace: Workspace): SharedDesign | null {
  if (!isPlain(spec)) return null;
  const variables = new Variables(data, workspace);
  const used = usedRows(spec, variables);
  if (used.warnings.length > 0) return null;
  const { rows, lost } = used;
  const source = new WinsorizedSource(spec, variables, rows, used);
  const columns = equationColumns(spec, variables, rows, source);
  const design = designOf(spec, variables, rows, source, columns);
  if (columns.warnings.length > 0) return null;
  const compacted = (codes: NamedCodes): Effect => workspace.recall('compact', [codes], () => compact(codes));
  const { vcov } = spec;
  const clusters = vcov.is === 'cluster' ? vcov.by.map((text) => compacted(levelsAt(variables, text, rows))) : [];
  return { design, effects: design.absorb.map(compacted), clusters, rows, lost };
}

function bySums(spec: ModelSpec, of: string, data: Data, workspace: Workspace): Estimated | null {
  const found = sharedDesign(spec, data, workspace);
  if (found === null) return null;
  const { design, effects, clusters, rows, lost } = found;
  if (effects.length === 0 && !design.constant) return null;
  const term = termName(termOf(of));
  const at = design.terms.findIndex(({ name }) => name === term);
  if (at === -1) return null;
  const shared = workspace.recall('columns of specifications', [rows, ...effects, between, ...clusters], () => {
    return new SharedColumns(effects, clusters[0] ?? null, workspace);
  });
  const asked: CoefficientRequest = {
    shared,
    outcome: shared.column(design.outcome.values),
    x: shared.column(design.terms[at]!.values),
    controls: design.terms.filter((_, j) => j !== at).map(({ values }) => shared.column(values)),
    nobs: design.nobs,
    constant: design.constant,
    effects,
    vcov: spec.vcov,
    small: styleOf(spec),
    clusters,
    workspace,
  };
  const coefficient = coefficientOf(asked);
  if (coefficient === null) return null;
  const { df, nclusters, variance, warnings } = coefficient;
  const distribution = referenceDistribution(df);
  const critical = distribution.upperQuantile((1 - level) / 2);
  const row = estimateRow(term, coefficient.estimate, variance, '', distribution, critical);
  const { confHigh, confLow, pValue, statistic, stdError } = row;
  const specification: Specification = {
    confHigh,
    confLow,
    dfResid: df,
    estimate: row.estimate,
    nclusters,
    nobs: design.nobs,
    outcome: design.outcome.name,
    pValue,
    statistic,
    stdError,
    term,
    ...(warnings.length > 0 && { warnings }),
  };
  return { specification, rowsLost: lost };
}

/** Stands between the lists of a memory's inputs. */
const between = {};

export function styleOf({ small }: ModelSpec): SmallStyle {
  if (small === 'ivregress') throw new Error('a style of instrumental variables without instruments');
  return small ?? 'regress';
}

function byFit(spec: ModelSpec, of: string, data: Data, fitModel: FitModel, workspace: Workspace): Estimated {
  const fit = estimate(spec, data, fitModel, workspace);
  const term = termName(termOf(of));
  const row = fit.terms.find((each) => each.term === term);
  const warnings = [...fit.warnings, ...droppedWarnings(fit)].map(({ code, message }) => ({ code, message }));
  const why: Stat = { invalid: fit.dropped.find((each) => each.term === term)?.detail ?? 'the term was dropped' };
  const specification: Specification = {
    confHigh: row?.confHigh ?? why,
    confLow: row?.confLow ?? why,
    dfResid: fit.dfResid,
    estimate: row?.estimate ?? why,
    nclusters: fit.nclusters,
    nobs: fit.nobs,
    outcome: fit.outcome,
    pValue: row?.pValue ?? why,
    statistic: row?.statistic ?? why,
    stdError: row?.stdError ?? why,
    term,
    ...(warnings.length > 0 && { warnings }),
  };
  return { specification, rowsLost: fit.rowsLost };
}
