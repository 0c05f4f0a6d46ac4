/** Writes and reads what the nodes of a threshold step hand each other. */
import type { ArtifactReader } from '../../src/base/reader.ts';
import type { ThresholdSearch } from './numbers/search.ts';

export function readSearch(reader: ArtifactReader): ThresholdSearch {
  const parts = ['grid', 'steps', 'rss'] as const;
  return Object.fromEntries(parts.map((part) => [part, reader.json(part)])) as unknown as ThresholdSearch;
}

/** The ratios S*_{j−1}/S*_j − 1 of the replications of one chunk. */
export const readRatios = (reader: ArtifactReader): readonly number[] => reader.json('ratios') as number[];
