/** Reads from a ledger which plans were registered: the first, and amendments of it. */
import type { Digest } from '../../base/brand.ts';
import { DEFAULT_PIPELINE } from '../store/pipelines.ts';
import { readChains } from './chain.ts';
import type { Line, Plan } from './line.ts';

export interface Registration {
  /** From 1; the others amend the first. */
  readonly number: number;
  readonly at: string;
  readonly by: string | null;
  /** Digest of the line that locks it. */
  readonly lock: Digest;
  readonly plan: Plan;
}

/** Puts lines of several chains in the order of their times; those of one chain stay as they stand. */
export const inTime = (lines: readonly Line[]): readonly Line[] =>
  [...lines].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** The plans that were registered of a pipeline, in order. */
export function registrationsIn(lines: readonly Line[], pipeline: string): readonly Registration[] {
  const locks = inTime(lines).flatMap((line) => {
    const { plan, at, by, digest } = line;
    return plan === undefined || (line.pipeline ?? DEFAULT_PIPELINE) !== pipeline
      ? []
      : [{ at, by, lock: digest, plan }];
  });
  return locks.map((lock, i) => ({ number: i + 1, ...lock }));
}

/** Variables that a pipeline withholds, and whose values no registered plan has released. */
export function stillWithheld(
  root: string,
  pipeline: string,
  withhold: readonly string[] | undefined,
): readonly string[] {
  if (withhold === undefined || withhold.length === 0) return [];
  const lines = readChains(root).flatMap((chain) => chain.lines);
  const released = new Set(registrationsIn(lines, pipeline).flatMap(({ plan }) => plan.withheld));
  return withhold.filter((name) => !released.has(name));
}
