/**
 * Checks the store itself: its files, the records in them, what runs leave for later ones, and the outputs on record. Whether a result
 * is right is not asked here: `verify` makes it again.
 */
import { entries } from './entries.ts';
import { chains, tails } from './ledger.ts';
import { leftOvers } from './left-overs.ts';
import { notes } from './notes.ts';
import { outputs } from './outputs.ts';
import { records } from './records.ts';
import { runs } from './runs.ts';
import type { Check, Finding } from './section.ts';

export interface Found extends Finding {
  readonly mended: boolean;
}

/** The checks, in the order in which what they find must be made good: nothing is written through a link. */
const CHECKS: readonly Check[] = [leftOvers, records, runs, notes, outputs];

/** Checks the record of what was estimated, which lies beside the store and outlasts it. */
export const checkLedger = (root: string, dryRun: boolean): Found[] =>
  [chains, tails].flatMap((check) => checked(check, root, dryRun));

/** Finds what does not belong in the store, before anything in it is opened. Needs no lock, since papermake has no use for such files. */
export const checkEntries = (root: string, dryRun: boolean): Found[] => checked(entries, root, dryRun);

/** Checks everything that papermake keeps in the store, and mends it unless told not to. Needs the lock. */
export const checkStore = (root: string, dryRun: boolean): Found[] =>
  CHECKS.flatMap((check) => checked(check, root, dryRun));

function checked(check: Check, root: string, dryRun: boolean): Found[] {
  const { findings, mend } = check(root);
  const mended = mend !== undefined && !dryRun;
  if (mended && findings.length > 0) mend();
  return findings.map((finding) => ({ ...finding, mended }));
}
