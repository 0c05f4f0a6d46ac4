/** Computes rows of a table, and shows its estimates otherwise than they were estimated, while its node runs. */
import { printName } from '../../../../src/base/expression/print.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { factorsIn, isMargin } from '../../../../src/base/text/term-names.ts';
import { evaluateNumber } from '../../../../src/check/claim-evaluate.ts';
import { type ClaimSeries, type ClaimValue, valueFrom } from '../../../../src/check/claim-values.ts';
import {
  type EstimateField,
  type Quantity,
  type TestField,
  testName,
} from '../../../../src/check/quantities/quantity.ts';
import { quantityText, type RowValue, readRowValue } from '../../../../src/check/quantities/read-row.ts';
import { follow, isProbability } from '../../../../src/check/results.ts';
import type { Estimate, Fit, Stat } from '../../../../src/econ/fit.ts';
import { nonlinearRow } from '../../../../src/econ/regression/nonlinear.ts';
import { combinationRow, restrictionTest, type TestedFit } from '../../../../src/econ/regression/restrictions.ts';
import { exponentiated, rescaled, withInterval } from '../../../../src/econ/shown/estimates.ts';
import type { AllMoments, SampleMoments } from '../../../../src/econ/shown/sample-moments.ts';
import type { RunContext } from '../../../../src/engine/step.ts';
import type { ColumnOfFit, Numerics } from '../../../../src/table/builders/builder.ts';
import { statOf } from '../../../../src/table/builders/fits.ts';
import type { ComputedRow, ComputedValue, ShownAs, ShownEstimates } from '../../../../src/table/computed/row.ts';
import { hasOwnP } from './own-p.ts';
import type { ComputedRequest } from './request.ts';

/** A number, why it is not defined, or undefined where a column lacks what it is of. */
type Lookup = Stat | undefined;

export class TableNumerics implements Numerics {
  readonly #asked: ComputedRequest;
  readonly #context: RunContext<unknown>;
  readonly #read = new Map<string, RowValue>();

  constructor(asked: ComputedRequest, context: RunContext<unknown>) {
    this.#asked = asked;
    this.#context = context;
  }

  row({ value, stars, label }: ComputedRow, column: ColumnOfFit): ComputedValue | undefined {
    const read = this.#parsed(value);
    const found = this.#number(read, column, label);
    if (found === undefined) return undefined;
    const p = typeof stars === 'string' ? this.#number(this.#parsed(stars), column, label) : this.#ownP(read, column);
    return {
      value: found,
      ...(stars !== undefined && stars !== false && p !== undefined && { pValue: p }),
      ...(isP(read) && { isProbability: true }),
    };
  }

  shown(column: ColumnOfFit, { exponentiate, standardized, level }: ShownAs): ShownEstimates {
    const { terms, dfResid } = column.estimated;
    const own = standardized === true ? terms.flatMap((row) => this.#standardized(row, column) ?? []) : terms;
    const isShown = ({ term }: Estimate): boolean =>
      exponentiate === true && !isMargin(term) && column.stage !== 'margins';
    const as = (rows: readonly Estimate[]): readonly Estimate[] =>
      rows.map((row) => (isShown(row) ? exponentiated(row) : row));
    if (level === undefined) return { terms: as(own), further: [] };
    const [first, ...further] = level.map((percent) => own.map((row) => withInterval(row, percent, dfResid)));
    return { terms: as(first!), further: further.map(as) };
  }

  /** A text is read once, whatever number of columns it is of. */
  #parsed(text: string): RowValue {
    const known = this.#read.get(text);
    if (known !== undefined) return known;
    const parsed = readRowValue(text);
    if (!parsed.ok) throw new Error(`a row that was planned does not parse: ${text}`);
    this.#read.set(text, parsed);
    return parsed;
  }

  /** Undefined where the column lacks something of which the number is made, and cannot do without it. */
  #number({ ast, quantities }: RowValue, column: ColumnOfFit, label: string): Lookup {
    const byName = new Map([...quantities.values()].map((quantity) => [printName(quantityText(quantity)), quantity]));
    let lacks = false;
    const read = (name: string): ClaimSeries => {
      const quantity = byName.get(name);
      const found = quantity === undefined ? this.#result(name) : this.#quantity(quantity, column);
      if (found === undefined) lacks = true;
      return { many: false, items: [{ label: name, value: asValue(found) }] };
    };
    try {
      const value = evaluateNumber(ast, read);
      if (value.is === 'number') return value.value;
      if (value.is === 'undefined') return lacks ? undefined : { invalid: value.why };
      return this.#refuse(`the row \`${label}\` is no number: \`${value.value}\``);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return this.#refuse(error.message);
    }
  }

  #refuse(message: string): never {
    return this.#context.fail({ code: 'not-a-number', message, param: 'rows' });
  }

  /** A result of another step. */
  #result(path: string): Stat {
    const { node, part, rest, usual } = this.#asked.paths![path]!;
    const found = follow(this.#context.artifact(node).json(part), rest, node, usual);
    if (found.is === 'invalid') return { invalid: found.why };
    if (found.is === 'value' && typeof found.value === 'number') return found.value;
    const message = found.is === 'absent' ? found.message : `\`${path}\` is no number`;
    return this.#refuse(message);
  }

  #quantity(quantity: Quantity, column: ColumnOfFit): Lookup {
    switch (quantity.is) {
      case 'estimate':
        return estimateIn(column, quantity.term)?.[quantity.field];
      case 'statistic':
        return statOf(column.estimated, quantity.name);
      case 'beta': {
        const row = estimateIn(column, quantity.term);
        return row && this.#standardized(row, column)?.estimate;
      }
      case 'moment':
        return this.#moment(quantity, column);
      case 'test':
        return this.#test(testName(quantity.of), quantity.field, column);
      case 'lincom':
        return this.#combination(quantity.of, column)?.[quantity.field];
      case 'nlcom':
        return this.#function(quantity.of, quantity.field, column);
      default:
        return quantity satisfies never;
    }
  }

  #moment({ moment, of, where }: Quantity & { is: 'moment' }, column: ColumnOfFit): Lookup {
    const asked = this.#asked.columns?.[column.node];
    const condition = where === null ? null : (asked?.where?.[where] ?? where);
    const name = of ?? column.estimated.outcome;
    const found = this.#moments(column, (each) => sameTerm(each.name, name), condition);
    if (found === undefined) return undefined;
    if (!('short' in found)) return found[moment];
    const { ymean } = column.estimated.stats;
    return of === null && where === null && moment === 'mean' && ymean !== undefined ? ymean : { invalid: found.short };
  }

  /** The moments of a column of a term; `short` where the estimator used other rows than the data tell. */
  #moments(
    { node, estimated }: ColumnOfFit,
    isIt: (each: SampleMoments) => boolean,
    where: string | null,
  ): SampleMoments | { readonly short: string } | undefined {
    const taken = this.#asked.columns?.[node]?.moments;
    if (taken === undefined) return undefined;
    const artifact = this.#context.artifact(taken.node);
    const [nobs, all] = ['nobs', 'moments'].map((part) => artifact.json(part)) as unknown as [
      AllMoments['nobs'],
      AllMoments['moments'],
    ];
    const found = taken.asked.flatMap((each, i) => (each.where === where ? all[i]! : [])).find(isIt);
    if (found === undefined || nobs === estimated.nobs) return found;
    return { short: `the estimator used ${estimated.nobs} of the ${nobs} rows, which its result does not name` };
  }

  /** b · sd(x) / sd(outcome); undefined for what has no deviation, as the constant. */
  #standardized(row: Estimate, column: ColumnOfFit): Estimate | undefined {
    const deviation = (name: string): number | undefined => {
      const found = this.#moments(column, (each) => sameTerm(each.name, name), null);
      return found === undefined || 'short' in found || typeof found.sd !== 'number' ? undefined : found.sd;
    };
    const [x, y] = [deviation(row.term), deviation(column.estimated.outcome)];
    return x === undefined || y === undefined || y === 0 ? undefined : rescaled(row, x / y);
  }

  #test(text: string, field: TestField, column: ColumnOfFit): Lookup {
    const spec = this.#asked.columns?.[column.node]?.tests?.[text];
    const fit = testable(column);
    if (!spec || fit === undefined) return undefined;
    const { statistic, pValue, df = [] } = restrictionTest(fit, spec);
    if (field === 'p') return pValue;
    if (field === 'df') return df[0] ?? { invalid: 'no terms' };
    const isF = fit.dfResid !== null;
    if (field === 'statistic' || (field === 'f') === isF) return statistic;
    return { invalid: isF ? 'the test is an F: `.f`' : 'the test is a chi-squared: `.chi2`' };
  }

  #combination(text: string, column: ColumnOfFit): Estimate | undefined {
    const spec = this.#asked.columns?.[column.node]?.lincom?.[text];
    const fit = testable(column);
    const isThere = spec?.weights.every(([term]) => fit?.terms.some((row) => row.term === term));
    return spec && fit && isThere ? combinationRow(fit, spec) : undefined;
  }

  #function(text: string, field: EstimateField, column: ColumnOfFit): Lookup {
    const spec = this.#asked.columns?.[column.node]?.nlcom?.[text];
    const fit = testable(column);
    const isThere = spec?.terms.every((term) => fit?.terms.some((row) => row.term === term));
    if (!spec || !fit || !isThere) return undefined;
    try {
      return nonlinearRow(fit, spec)[field];
    } catch (error) {
      if (error instanceof Refusal) return { invalid: error.message };
      throw error;
    }
  }

  #ownP({ quantities }: RowValue, column: ColumnOfFit): Lookup {
    const [quantity, ...more] = quantities.values();
    if (quantity === undefined || more.length > 0 || !hasOwnP(quantity)) return undefined;
    if (quantity.is === 'lincom') return this.#combination(quantity.of, column)?.pValue;
    if (quantity.is === 'nlcom') return this.#function(quantity.of, 'pValue', column);
    return quantity.is === 'estimate' || quantity.is === 'beta' ? estimateIn(column, quantity.term)?.pValue : undefined;
  }
}

const asValue = (found: Lookup): ClaimValue =>
  found === undefined
    ? { is: 'undefined', why: 'the column has none' }
    : typeof found === 'number'
      ? valueFrom(found)
      : { is: 'undefined', why: found.invalid };

/** Tells whether a row is a p value and nothing else. */
function isP({ ast, quantities }: RowValue): boolean {
  if (ast.is === 'path') return isProbability(ast.segments.map((each) => (each.is === 'name' ? each.text : '')));
  const [quantity] = quantities.values();
  if (ast.is !== 'name' || quantity === undefined) return false;
  if (quantity.is === 'statistic') return isProbability([quantity.name]);
  return 'field' in quantity && isProbability([quantity.field satisfies EstimateField | TestField]);
}

const estimateIn = ({ estimated }: ColumnOfFit, term: string): Estimate | undefined =>
  estimated.terms.find((row) => row.term === term) ?? estimated.terms.find((row) => sameTerm(row.term, term));

/** Tells whether two names are those of one term, as `a:b` and `b:a` are. */
const sameTerm = (a: string, b: string): boolean =>
  a === b || (a.length === b.length && a.includes(':') && sorted(a) === sorted(b));

const sorted = (term: string): string => factorsIn(term).sort().join(':');

/** The column as tests and combinations see it; undefined where its covariance is not known. */
function testable({ estimated, stage, part }: ColumnOfFit): TestedFit | undefined {
  if (stage === 'margins') return undefined;
  const isOwn = stage === undefined || stage === 'second' || stage === 'coefficients';
  const vcov = (isOwn ? part('vcov') : estimated.vcov) as Fit['vcov'] | undefined;
  return vcov && { ...estimated, vcov };
}
