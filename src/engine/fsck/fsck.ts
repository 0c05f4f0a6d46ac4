/**
 * Checks the store itself: its files, the records in them, what runs leave for later ones, and the outputs on record. Whether a result
 * is right is not asked here: `verify` makes it again.
 */
import { entries } from './entries.ts';
import { leftOvers } from './left-overs.ts';
import { notes } from './notes.ts';
import { outputs } from './outputs.ts';
import { records } from './records.ts';
import { runs } from './runs.ts';
import type { Check, Finding } from './section.ts';

export interface Found extends Finding {
  readonly mended: boolean;
}

/** In the order in which they must be made good: what is a link is not written through. */
const CHECKS: readonly Check[] = [leftOvers, records, runs, notes, outputs];

/** What does not belong in the store, before anything in it is opened. Needs no lock: papermake has no use for it. */
export const checkEntries = (root: string, dryRun: boolean): Found[] => checked(entries, root, dryRun);

/** Needs the lock. */
export const checkStore = (root: string, dryRun: boolean): Found[] =>
  CHECKS.flatMap((check) => checked(check, root, dryRun));

function checked(check: Check, root: string, dryRun: boolean): Found[] {
  const { findings, mend } = check(root);
  const mended = mend !== undefined && !dryRun;
  if (mended && findings.length > 0) mend();
  return findings.map((finding) => ({ ...finding, mended }));
}
