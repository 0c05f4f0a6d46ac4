import { describe, expect, it } from 'vitest';
import { ResultReading } from '../../../../src/app/exporting/collect.ts';
import type { Surveyed } from '../../../../src/app/survey/open-survey.ts';
import type { Key, NodeId } from '../../../../src/base/brand.ts';
import { madeOf } from '../../../../src/engine/store/artifact.ts';
import { StandingParts } from '../../../../src/engine/store/inline-parts.ts';
import type { NodeStanding } from '../../../../src/engine/store/records.ts';

/** A survey of fresh nodes whose results are these, which counts the parts that are read. */
function surveyOf(results: Readonly<Record<string, object>>): { readonly surveyed: Surveyed; readonly read: string[] } {
  const read: string[] = [];
  const made = new Map(Object.entries(results).map(([id, result]) => [id, madeOf(result as never, 'fit')]));
  const decisions = new Map([...made].map(([id, { artifact }]) => [id, { is: 'fresh', key: id as Key, artifact }]));
  const partsOf = ({ key, artifact }: NodeStanding): StandingParts => {
    const last = (): Buffer => Buffer.from(made.get(key)!.contents.join(''));
    const parts = new StandingParts(artifact, { last, large: () => undefined });
    const text = parts.text.bind(parts);
    parts.text = (part) => {
      read.push(`${key}: ${part.name}`);
      return text(part);
    };
    return parts;
  };
  return {
    surveyed: {
      survey: { decisions, store: { partsOf }, withholding: { behind: () => undefined } },
    } as unknown as Surveyed,
    read,
  };
}

describe('Reading', () => {
  it('reads a short part once of all results that have it, and a long one of each', () => {
    const long = 'x'.repeat(300);
    const { surveyed, read } = surveyOf({
      a: { nclusters: null, nobs: 7, terms: long, warnings: [] },
      b: { nclusters: null, nobs: 8, terms: long, warnings: [] },
    });
    const reading = new ResultReading(surveyed);
    const values = ['a', 'b'].map((id) => {
      const reader = reading.artifact(id as NodeId)!;
      return reader.parts.map((name) => reader.json(name));
    });
    expect(values).toEqual([
      [null, 7, long, []],
      [null, 8, long, []],
    ]);
    expect(read).toEqual(['a: nclusters', 'a: nobs', 'a: terms', 'a: warnings', 'b: nobs', 'b: terms']);
  });
});
