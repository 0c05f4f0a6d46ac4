/** Which steps between a model and its data a bootstrap makes anew. */
import { describe, expect, it } from 'vitest';
import type { DrawnModel } from '../../../steps/bootstrap/numbers/spec.ts';
import { planned } from './planned.ts';

const csv = 'id,t,a,b,x,y\n1,1,1,2,3,4\n1,2,2,3,1,2\n2,1,3,1,2,2\n2,2,1,1,4,1\n';

/** The stages of a bootstrap of a model, and the step that it draws. */
function stagesOf(fit: string, keys = '', derived = 's^2') {
  const { nodes, problems } = planned(
    `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  one: {kind: index, from: d, name: s, dimensions: {all: [a, b]}, scope: by-time}
  two: {kind: index, from: one, name: other, dimensions: {all: [x, b]}}
  more: {kind: derive, from: two, columns: {q: "${derived}"}}
  m: {kind: models, from: more, fit: ${fit}}
  boot: {kind: bootstrap, base: m, draws: 9${keys}}
`,
    csv,
  );
  if (problems.length > 0) return problems.map(({ message }) => message);
  const { params, inputs } = nodes.get('boot')!;
  const { stages } = (params as unknown as { readonly drawn: DrawnModel }).drawn;
  return { made: stages.map(({ columns }) => columns.map(({ name }) => name).join()), of: inputs.data };
}

const from = (node: string) => expect.objectContaining({ node });

describe('a step `index`', () => {
  it('is made anew where the model reads it, by itself or in what is derived', () => {
    expect(stagesOf('y ~ s')).toEqual({ made: ['s', 'q'], of: from('d') });
    expect(stagesOf('y ~ q')).toEqual({ made: ['s', 'q'], of: from('d') });
    expect(stagesOf('y ~ other + s')).toEqual({ made: ['s', 'other', 'q'], of: from('d') });
  });

  it('is data where nothing reads it, or samples keep the regressors', () => {
    expect(stagesOf('y ~ x', '', 'x^2')).toEqual({ made: [], of: from('more') });
    expect(stagesOf('y ~ s', ', method: wild')).toEqual({ made: [], of: from('more') });
  });

  it('has no derived columns of other rows behind it', () => {
    expect(stagesOf('y ~ q', '', 'L.s')).toEqual(['`more` makes `q` of other rows, and a sample has others']);
  });

  it('is refused of blocks', () => {
    expect(stagesOf('y ~ s', ', method: moving-blocks, length: 1')).toEqual([
      'blocks of periods are drawn of a model alone, and this one reads predictions or an index',
    ]);
  });
});
