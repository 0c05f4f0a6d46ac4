/** A spec's winsorising: variables before powers and products, or whole terms after them. */
import type { Expression } from '../../base/expression/tree.ts';
import { type Codes, groupsOf } from '../data.ts';
import type { NamedColumn } from '../design.ts';
import { isIndicators, type Leaf, printFactor, printTerm } from '../formula/factor.ts';
import { type ModelSpec, termOf } from '../spec.ts';
import { evaluateRows } from './evaluate-rows.ts';
import { pick, pickCodes, picked } from './rows.ts';
import { type TermSource, termColumns } from './terms.ts';
import type { Variables } from './variables.ts';
import { type BoundsFrom, winsorize } from './winsorize.ts';

/** Rows that percentiles may be taken over. */
export interface TailRows {
  /** Rows of the sample, before listwise deletion: `rows: own`. */
  readonly chosen: Int32Array;
  /** Complete rows, before singletons are dropped: one winsorises, then runs `reghdfe`. */
  readonly complete: Int32Array;
}

/** Values over the rows used, winsorised where the spec says so at stage `variables`. */
export class WinsorizedSource implements TermSource {
  readonly nobs: number;
  readonly #spec: ModelSpec;
  readonly #variables: Variables;
  readonly #rows: Int32Array;
  readonly #tails: TailRows;
  #done: Map<string, Float64Array> | undefined;

  constructor(spec: ModelSpec, variables: Variables, rows: Int32Array, tails: TailRows) {
    this.nobs = rows.length;
    this.#spec = spec;
    this.#variables = variables;
    this.#rows = rows;
    this.#tails = tails;
  }

  values(leaf: Leaf): Float64Array {
    const name = printFactor(leaf);
    this.#done ??= new Map();
    let values = this.#done.get(name);
    if (values === undefined) {
      values = this.#compute(leaf, name);
      this.#done.set(name, values);
    }
    return values;
  }

  /** The columns of a term, one for each cell of its factors; without winsorising they are those of every estimation on these rows. */
  cells(text: string): readonly NamedColumn[] {
    const term = termOf(text);
    if (this.#spec.winsorize !== null)
      return winsorizeTerms(this.#spec, printTerm(term), termColumns(term, this), this);
    return this.#variables.workspace.recall('term', [this.#rows, term], () => termColumns(term, this));
  }

  codes(column: string): Codes {
    const { codes, levels } = groupsOf(this.#variables.data, column);
    return { codes: pickCodes(codes, this.#rows), levels };
  }

  isText(column: string): boolean {
    const type = this.#variables.data.type(column);
    return type === 'string' || type === 'category';
  }

  evaluate(of: Expression, given: ReadonlyMap<string, number>): Float64Array {
    return evaluateRows(of, this.#variables, this.#rows, given);
  }

  /** A column as it is, never winsorised. */
  plain(column: string): Float64Array {
    return pick(this.#variables.values({ is: 'column', name: column }), this.#rows);
  }

  /** Groups within which percentiles are taken, over the rows given. */
  groups(by: readonly string[], rows: Int32Array = this.#rows): { codes: Int32Array; count: number } | undefined {
    if (by.length === 0) return undefined;
    const { codes, levels } = this.#variables.levels(by.map((name) => printFactor({ is: 'column', name })).join('^'));
    return { codes: pickCodes(codes, rows), count: levels.length };
  }

  #compute(leaf: Leaf, name: string): Float64Array {
    const all = this.#variables.values(leaf);
    const used = this.#variables.workspace.recall('pick', [all, this.#rows], () => picked(all, this.#rows));
    const { winsorize: spec } = this.#spec;
    if (spec === null || spec.stage !== 'variables' || !(spec.vars?.includes(name) ?? true)) return used;
    const groups = this.groups(spec.by);
    const options = { at: spec.at, method: spec.method, ...(groups === undefined ? {} : { groups }) };
    const rows = spec.rows === 'complete' ? this.#tails.complete : this.#tails.chosen;
    if (rows.length === this.#rows.length) return winsorize(used, options).values;
    return winsorize(used, options, this.#boundsFrom(pick(all, rows), spec.by, rows)).values;
  }

  /** The source over other rows of the data, with the percentiles of the same rows as these. */
  over(rows: Int32Array): WinsorizedSource {
    return rows === this.#rows ? this : new WinsorizedSource(this.#spec, this.#variables, rows, this.#tails);
  }

  /** Returns the source over the complete rows without winsorising, or undefined where those are the rows used. */
  complete(): WinsorizedSource | undefined {
    const { complete } = this.#tails;
    if (complete.length === this.#rows.length) return undefined;
    return new WinsorizedSource({ ...this.#spec, winsorize: null }, this.#variables, complete, this.#tails);
  }

  /** Values over other rows as those that give percentiles. */
  #boundsFrom(values: Float64Array, by: readonly string[], rows: Int32Array): BoundsFrom {
    const groups = this.groups(by, rows);
    return groups === undefined ? { values } : { values, codes: groups.codes };
  }

  /** Values over this source's rows as those that give percentiles. */
  boundsFrom(values: Float64Array, by: readonly string[]): BoundsFrom {
    return this.#boundsFrom(values, by, this.#rows);
  }
}

/** Stage `terms`: the term's own columns, unless it is made of indicators. */
function winsorizeTerms(
  spec: ModelSpec,
  text: string,
  columns: NamedColumn[],
  source: WinsorizedSource,
): NamedColumn[] {
  const { winsorize: asked } = spec;
  if (asked === null || asked.stage !== 'terms' || !(asked.vars?.includes(text) ?? true)) return columns;
  if (termOf(text).some(isIndicators)) return columns;
  const groups = source.groups(asked.by);
  const options = { at: asked.at, method: asked.method, ...(groups === undefined ? {} : { groups }) };
  const complete = source.complete();
  const all = complete && termColumns(termOf(text), complete);
  return columns.map((column, j) => {
    const from = complete && all && complete.boundsFrom(all[j]!.values, asked.by);
    return { ...column, values: winsorize(column.values, options, from).values };
  });
}
