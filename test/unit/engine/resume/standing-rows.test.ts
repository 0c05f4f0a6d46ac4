import { expect, it } from 'vitest';
import type { Digest, Key, NodeId } from '../../../../src/base/brand.ts';
import { rowsOf, standingOfText, textsOf } from '../../../../src/engine/resume/standing-rows.ts';
import type { NodeStanding } from '../../../../src/engine/store/records.ts';

const standing = (
  key: string,
  type: string,
  ...parts: [name: string, digest: string, size: number][]
): NodeStanding => ({
  key: key as Key,
  artifact: { type, parts: parts.map(([name, digest, size]) => ({ name, digest: digest as Digest, size })) },
  milliseconds: key.charCodeAt(1),
});

const STANDINGS = new Map([
  ['a.1', standing('k1', 'fit', ['terms', 'd1', 9], ['stats', 's', 5])],
  ['a.2', standing('k2', 'fit', ['terms', 'd2', 9], ['stats', 's', 5])],
  ['of-another-type', standing('k3', 'frame', ['terms', 'd1', 9], ['stats', 's', 5])],
  ['of-other-parts', standing('k4', 'fit', ['terms', 'd1', 9], ['tests', 's', 5])],
  ['of-fewer-parts', standing('k5', 'fit', ['terms', 'd1', 9])],
  ['without-parts', standing('k6', 'files')],
  ['a.3', standing('k7', 'fit', ['terms', 'd1', 8], ['stats', 's3', 5])],
] as [NodeId, NodeStanding][]);

it('what nodes have in common is written once, and nothing is lost', () => {
  const text = JSON.stringify(rowsOf(STANDINGS.values()));
  const { models, texts: together } = JSON.parse(text) as ReturnType<typeof rowsOf>;
  const texts = textsOf(together);
  expect(texts.map((each) => standingOfText(each, models))).toEqual([...STANDINGS.values()]);
  expect(models).toHaveLength(5);
  expect(texts[1]).toBe('k2 0 50 0 d2 9');
});
