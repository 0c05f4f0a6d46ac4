/** What `trials` tells specifications apart by. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isOnRecord, printedTrials } from '../../../src/app/running/trials.ts';
import { sha256 } from '../../../src/base/canonical.ts';
import type { Graph } from '../../../src/engine/graph.ts';

/** A threshold of a step, and a table that shows it. */
function printed(step: string): Graph {
  const search = `${step}@search`;
  const nodes = [
    { id: step, params: { chunks: [search] }, dependencies: ['panel', search], loaded: kind('threshold') },
    { id: 'tables.t', params: {}, dependencies: [step], outputs: ['out/t.md'], loaded: kind('report') },
  ];
  return { nodes: new Map(nodes.map((node) => [node.id, node])), pending: [], levels: new Map() } as never;
}
const kind = (name: string) => ({ name, kind: { artifact: name } });

it('names nodes of a step’s own without the step, and knows what earlier versions wrote for them', () => {
  const root = mkdtempSync(join(tmpdir(), 'papermake trials '));
  try {
    expect([...printedTrials(printed('jump'), root)]).toEqual([]);
    mkdirSync(join(root, 'out'));
    writeFileSync(join(root, 'out/t.md'), '');
    const [one, other] = ['jump', 'leap'].map((step) => [...printedTrials(printed(step), root).values()][0]!);
    expect(one!.digest).toBe(other!.digest);
    const former = sha256('[{"chunks":["jump@search"]},["panel","jump@search"]]').slice(0, 20);
    expect(isOnRecord(one!, { since: '', digests: new Set([former]) })).toBe(true);
    expect(isOnRecord(other!, { since: '', digests: new Set([former]) })).toBe(false);
  } finally {
    rmSync(root, { recursive: true });
  }
});
