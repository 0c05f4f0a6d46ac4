/** What a table holds of the messages of its results. */
import { expect, it, vi } from 'vitest';
import { sidecar } from '../../../src/table/formats/registry.ts';
import { renderTable } from '../../../src/table/render.ts';
import { build, fitOf, node, template, term } from '../../golden/fixtures.ts';

// Elsewhere in the tests values are written as soon as they are marked.
const { datum, nameOfResult } =
  await vi.importActual<typeof import('../../../src/base/value.ts')>('../../../src/base/value.ts');

it('no value of data in a warning is in the JSON beside a table', async () => {
  const message = `the cohort ${nameOfResult('year', 2004)} has ${datum('income', 81374)} once`;
  const fit = { ...fitOf([term('x', 1, 0.5, 0.05)]), warnings: [{ code: 'small-cohort', message }] };
  const table = build({ name: 't', entry: {}, groups: [{ title: null, sources: [node('fit', fit as never)] }] });
  const files = await renderTable(table, [sidecar], { formatOptions: {}, templates: {} }, template);
  const json = new TextDecoder().decode(files.get('json')!);
  expect(json).toContain('the cohort 2004 has … once');
  expect(json).not.toContain('81374');
});
