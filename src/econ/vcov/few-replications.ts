import type { Warning } from '../fit.ts';

/** A test at 1 % is exact from here on (Davidson & MacKinnon 2000, Econometric Reviews 19:55). */
const enough = 99;

/** Says that a bootstrap's p-values come in large steps; `count` is at least 1. */
export function fewReplications(count: number, hint: string): readonly Warning[] {
  if (count >= enough) return [];
  const message = `${count === 1 ? 'one replication is' : `${count} replications are`} few: p-values come in steps of 1/${count}, and a smaller one is 0`;
  return [{ code: 'few-replications', message, hint }];
}
