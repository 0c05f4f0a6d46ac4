/** A label that changes makes stale what shows the variable, and nothing else. */
import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

const examples = resolve(import.meta.dirname, '../../examples');
const made: Project[] = [];
afterAll(() => made.forEach((one) => void one.dispose()));

/** Nodes that are not fresh after an edit of the pipeline. */
async function staleAfter(one: Project, edit: (text: string) => string): Promise<string[]> {
  const before = one.read('pipeline.yaml');
  const after = edit(before);
  expect(after).not.toBe(before);
  one.write('pipeline.yaml', after);
  const { stdout } = await one.run('status');
  one.write('pipeline.yaml', before);
  return [...stdout.matchAll(/^(?!fresh)\w+ +(\S+)/gm)].map(([, node]) => node!);
}

describe.each([
  { example: 'regional-growth', label: 'Public capital', shows: ['tables.lm', 'tables.spatial', 'tables.effects'] },
  { example: 'world-inequality', label: 'Life expectancy', shows: ['tables.development'] },
])('a label in $example', ({ example, label, shows }) => {
  it('is read by what shows it', { tags: 'slow' }, async () => {
    const one = new Project({});
    made.push(one);
    cpSync(resolve(examples, example), one.root, { recursive: true });
    expect((await one.run('run', '-q')).code).toBe(0);
    expect(
      await staleAfter(one, (text) => text.replace('variables:\n', 'variables:\n  nowhere: {label: Nowhere}\n')),
    ).toEqual([]);
    expect(await staleAfter(one, (text) => text.replace(`label: ${label}`, 'label: Another name'))).toEqual(shows);
  });
});
