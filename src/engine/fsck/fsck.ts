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
import type { Finding, StoreCheck } from './section.ts';

export interface FsckFinding extends Finding {
  readonly mended: boolean;
}

/** The checks, in the order in which what they find must be made good: nothing is written through a link. */
const CHECKS: readonly StoreCheck[] = [leftOvers, records, runs, notes, outputs];

/** Checks the record of what was estimated, which lies beside the store and outlasts it. */
export const checkLedger = (root: string, dryRun: boolean): FsckFinding[] =>
  [chains, tails].flatMap((check) => checked(check, root, dryRun));

/** Finds what does not belong in the store, before anything in it is opened. Needs no lock, since papermake has no use for such files. */
export const checkEntries = (root: string, dryRun: boolean): FsckFinding[] => checked(entries, root, dryRun);

/** Checks everything that papermake keeps in the store, and mends it unless told not to. Needs the lock. */
export const checkStore = (root: string, dryRun: boolean): FsckFinding[] =>
  CHECKS.flatMap((check) => checked(check, root, dryRun));

function checked(check: StoreCheck, root: string, dryRun: boolean): FsckFinding[] {
  const { findings, mend } = check(root);
  const mended = mend !== undefined && !dryRun;
  if (mended && findings.length > 0) mend();
  return findings.map((finding) => ({ ...finding, mended }));
}
