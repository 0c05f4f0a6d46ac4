/** Rows of some data as a model sees them: the values of its terms, the levels of its effects, and what in them it never saw. */
import type { Data } from '../data.ts';
import type { NamedCodes, NamedColumn } from '../design.ts';
import type { Place } from '../predictions.ts';
import { levelsAt } from '../sample/spec-design.ts';
import { Variables } from '../sample/variables.ts';
import { WinsorizedSource } from '../sample/winsorize-spec.ts';
import type { ModelSpec } from '../spec.ts';

export class RowsSeen implements Place {
  readonly rows: Int32Array;
  readonly isOwn: boolean;
  readonly unseen = new Map<string, Uint8Array>();
  readonly #variables: Variables;
  readonly #source: WinsorizedSource;

  constructor(variables: Variables, source: WinsorizedSource, rows: Int32Array, isOwn: boolean) {
    this.rows = rows;
    this.isOwn = isOwn;
    this.#variables = variables;
    this.#source = source;
  }

  get nobs(): number {
    return this.rows.length;
  }

  cells(term: string): readonly NamedColumn[] {
    return this.#source.cells(term);
  }

  levels(effect: string): NamedCodes {
    return levelsAt(this.#variables, effect, this.rows);
  }

  markUnseen(what: string, row: number): void {
    let marks = this.unseen.get(what);
    if (marks === undefined) {
      marks = new Uint8Array(this.nobs);
      this.unseen.set(what, marks);
    }
    marks[row] = 1;
  }
}

/** All rows of other data, whatever a sample or missing values would leave out. */
export function placeOf(spec: ModelSpec, data: Data): Place {
  const rows = Int32Array.from({ length: data.nrows }, (_, row) => row);
  const variables = new Variables(data);
  const source = new WinsorizedSource({ ...spec, winsorize: null }, variables, rows, { chosen: rows, complete: rows });
  return new RowsSeen(variables, source, rows, false);
}
