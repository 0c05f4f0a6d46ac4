/** Words the terms and rows that a regression left out. */
import { familyOf, grouped } from '../../base/text/term-names.ts';
import type { Dropped, Fit, RowsLost, Warning } from '../fit.ts';

export interface DroppedInWords {
  /** A term, or `i(year)` for several of a factor. */
  readonly name: string;
  /** `all 11`, `3 of 31`; null for one term. */
  readonly lost: string | null;
  /** Without a detail where terms of one factor differ in it. */
  readonly reason: string;
}

/** Terms of one factor that were left out alike are told together; those of instruments stand in the first stages. */
export function droppedInWords({
  dropped,
  terms,
  firstStage = [],
}: Pick<Fit, 'dropped' | 'terms' | 'firstStage'>): DroppedInWords[] {
  const known = new Set([terms, dropped, ...firstStage.map((stage) => stage.terms)].flat().map(({ term }) => term));
  return grouped(dropped, ({ term, why }) => JSON.stringify([familyOf(term), why])).map((members) => {
    const [{ term }, ...others] = members;
    const reason = reasonOf(members);
    if (others.length === 0) return { name: term, lost: null, reason };
    const name = familyOf(term);
    const all = [...known].filter((each) => familyOf(each) === name).length;
    return { name, lost: members.length === all ? `all ${all}` : `${members.length} of ${all}`, reason };
  });
}

function reasonOf([{ why, detail }, ...others]: readonly [Dropped, ...Dropped[]]): string {
  const alike = others.every((other) => other.detail === detail);
  return alike && detail !== '' ? `${why}: ${detail}` : why;
}

/** Warns of dropped terms, once for all levels of a factor. */
export function droppedWarnings(fit: Pick<Fit, 'dropped' | 'terms' | 'firstStage'>): readonly Warning[] {
  return droppedInWords(fit).map(({ name, lost, reason }) => {
    const message =
      lost === null
        ? `\`${name}\` was dropped (${reason})`
        : `${lost} terms of \`${name}\` were dropped (each ${reason})`;
    return { code: 'dropped-term', message, param: 'terms' };
  });
}

/** `31 rows not used (lag: L.x)` */
export function lostInWords({ cause, count, detail }: RowsLost): string {
  return `${count} ${count === 1 ? 'row' : 'rows'} not used (${detail === '' ? cause : `${cause}: ${detail}`})`;
}
