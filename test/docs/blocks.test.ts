/** Every whole pipeline in the documentation plans without a problem. */
import { afterAll, describe, expect, it } from 'vitest';
import { printProblems } from '../../src/base/print.ts';
import { expand } from '../../src/engine/pipeline/expand.ts';
import { loadSpec } from '../../src/engine/pipeline/load.ts';
import { ProjectFiles } from '../../src/engine/system/files.ts';
import { builtInKinds as kinds } from '../support/built-in.ts';
import { blocks, DocumentedData } from '../support/documented.ts';

const data = new DocumentedData();
afterAll(() => data.dispose());

/** What is wrong with a pipeline, as a person would read it. */
function told(text: string): string {
  const loaded = loadSpec('pipeline.yaml', text, kinds);
  const misfits = loaded.misfits.map((misfit) => `does not conform at ${misfit.path.join('.')}`);
  const files = new ProjectFiles(data.folderOf(text));
  const planned = loaded.spec ? expand(loaded.spec, kinds, files, new Map()).problems : [];
  return [...misfits, printProblems([...loaded.problems, ...planned], () => text)].join('\n').trim();
}

describe('pipelines in the documentation', () => {
  it('are there', () => expect(blocks.length).toBeGreaterThan(6));
  it.each(blocks)('$name', ({ text }) => expect(told(text)).toBe(''));
  it('would be found wrong', () => expect(told(blocks[0]!.text.replace('province}', 'provnce}'))).not.toBe(''));
});
