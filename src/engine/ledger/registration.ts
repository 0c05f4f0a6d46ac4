/** Reads from a ledger which plans were registered: the first, and amendments of it. */
import type { Digest } from '../../base/brand.ts';
import { DEFAULT_PIPELINE } from '../store/pipelines.ts';
import { chainBytes, chainPaths, readChains } from './chain.ts';
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

const pipelineOf = ({ pipeline = DEFAULT_PIPELINE }: Line): string => pipeline;

/** Puts lines of several chains in the order of their times; those of one chain stay as they stand. */
export const inTime = (lines: readonly Line[]): readonly Line[] =>
  [...lines].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** The plans that were registered of a pipeline, in order. */
export function registrationsIn(lines: readonly Line[], pipeline: string): readonly Registration[] {
  const locks = inTime(lines).flatMap((line) => {
    const { plan, at, by, digest } = line;
    return plan === undefined || pipelineOf(line) !== pipeline ? [] : [{ at, by, lock: digest, plan }];
  });
  return locks.map((lock, i) => ({ number: i + 1, ...lock }));
}

/** Variables that the plan of a pipeline withholds: those that it names, and those that the ledger withholds from the whole folder until a plan releases them. */
export function namesWithheld(
  lines: readonly Line[],
  pipeline: string,
  withhold: readonly string[] = [],
): readonly string[] {
  const elsewhere = lines.filter((line) => pipelineOf(line) !== pipeline);
  const released = new Set(elsewhere.flatMap(({ plan }) => plan?.withheld ?? []));
  const opened = lines.flatMap(({ withholds = [] }) => withholds);
  return [...new Set([...withhold, ...opened.filter((name) => !released.has(name))])];
}

/** Variables of which a pipeline reads no value, since no registered plan has released them. */
export function stillWithheld(root: string, pipeline: string, withhold: readonly string[] = []): readonly string[] {
  if (withhold.length === 0 && !mayWithhold(root)) return [];
  const lines = readChains(root).flatMap((chain) => chain.lines);
  const released = new Set(registrationsIn(lines, pipeline).flatMap(({ plan }) => plan.withheld));
  return namesWithheld(lines, pipeline, withhold).filter((name) => !released.has(name));
}

/** Names that no plan of the folder has released. */
export function unreleased(lines: readonly Line[], names: readonly string[]): readonly string[] {
  const released = new Set(lines.flatMap(({ plan }) => plan?.withheld ?? []));
  return names.filter((name) => !released.has(name));
}

/** Says whether a line of the ledger may withhold variables, by its bytes alone: few ledgers have such a line, and some are long. */
const mayWithhold = (root: string): boolean =>
  chainPaths(root).some((path) => chainBytes(root, path)?.includes('"withholds"') === true);
