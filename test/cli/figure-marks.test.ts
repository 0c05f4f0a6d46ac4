/** What the page has of a figure's marks: numbers of results everywhere, of data where values are told, and nothing of what is confidential. */
import { describe, expect, it } from 'vitest';
import type { Embedded } from '../../src/app/view/model.ts';
import { paper } from './paper.ts';

const FIGURES = `steps:
  means: {kind: figure, plot: trends, from: panel, x: year, y: y, by: region, formats: [svg]}
  curves: {kind: figure, plot: density, from: panel, variables: [y], by: unit, formats: [svg]}
  points: {kind: figure, plot: coefficients, from: [baseline.short, by_region], headers: [Short, Region], formats: [svg]}
  by_region: {kind: models, from: panel, columns: [{id: only, fit: y ~ x + i(region)}]}
`;

/** Whether the marks of a figure open, or why they do not. */
type Opens = boolean | string;

async function marksIn(variables: string, ...args: string[]): Promise<Record<string, Opens>> {
  const project = paper();
  project.write(
    'pipeline.yaml',
    project.read('pipeline.yaml').replace('steps:\n', FIGURES).replace('variables:\n', `variables:\n${variables}`),
  );
  await project.make();
  expect((await project.run('report', 'marks.html', ...args)).code).toBe(0);
  const [, text = ''] = /<script[^>]*application\/json[^>]*>([^<]*)</.exec(project.read('marks.html')) ?? [];
  const { details } = JSON.parse(text) as Embedded;
  project.dispose();
  return Object.fromEntries(
    ['means', 'points', 'curves'].map((node): [string, Opens] => {
      const image = details[node]!.blocks.find((block) => block.is === 'image');
      return [node, image === undefined ? 'left out' : (image.unmarked ?? image.marks !== undefined)];
    }),
  );
}

describe('marks of figures', () => {
  it('tell numbers of data where values are told', async () => {
    expect(await marksIn('', '--data')).toEqual({ means: true, points: true, curves: 'many' });
    expect(await marksIn('')).toEqual({ means: 'values', points: true, curves: 'values' });
  });

  it('tell nothing of confidential columns, and no levels of a confidential factor', async () => {
    expect(await marksIn('  region: {confidential: true}\n', '--data')).toEqual({
      means: 'left out',
      points: 'confidential',
      curves: 'many',
    });
  });
});
