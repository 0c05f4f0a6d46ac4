/** Models that differ in their sample and in values alone have the rest of their code in common, and the code of no other. */
import { describe, expect, it } from 'vitest';
import { counterpart } from '../../src/econ/linear/export.ts';
import type { ExportedModel } from '../../src/export/language.ts';
import { python } from '../../src/export/python/language.ts';
import { r } from '../../src/export/r/language.ts';
import { Shared } from '../../src/export/shared.ts';
import { stata } from '../../src/export/stata/language.ts';
import { optionedModels } from './optioned.ts';

const { models } = optionedModels();
const [first] = models as readonly [ExportedModel];

/** The model over other rows, with other values. */
const moved = (model: ExportedModel): ExportedModel => ({
  ...model,
  node: `${model.node}.moved`,
  spec: { ...model.spec, sample: 'year > 2' },
  fit: {
    ...model.fit,
    nobs: model.fit.nobs + 1,
    terms: model.fit.terms.map((term) => ({ ...term, estimate: term.estimate + 1 })),
    stats: Object.fromEntries(
      Object.entries(model.fit.stats).map(([name, value]) => [name, typeof value === 'number' ? value * 2 : value]),
    ),
  },
});

it('writes the code of a shape once, and other code of another', () => {
  const shared = new Shared<number>();
  let written = 0;
  const write = (model: ExportedModel): number => shared.of(model, counterpart, () => ++written);
  const { spec, fit } = first;
  const others: ExportedModel[] = [
    { ...first, spec: { ...spec, constant: !spec.constant } },
    { ...first, fit: { ...fit, warnings: [...fit.warnings, { code: 'vcov-mended', message: '' }] } },
    { ...first, fit: { ...fit, vcovInfo: { ...fit.vcovInfo, lag: 7 } } },
    { ...first, fit: { ...fit, terms: fit.terms.slice(1) } },
    { ...first, fit: { ...fit, rowsLost: [...fit.rowsLost, { cause: 'separated', count: 1, detail: '' }] } },
    { ...first, fit: { ...fit, stats: { ...fit.stats, theta: 0.5 } } },
  ];
  expect([first, moved(first), moved(moved(first))].map(write)).toEqual([1, 1, 1]);
  expect(others.map(write)).toEqual([2, 3, 4, 5, 6, 7]);
});

describe.each([r, python, stata])('an export to $name', (language) => {
  it('has the same code of each model whatever was written before it', () => {
    const together = language.open();
    const apart = (model: ExportedModel) => language.open().model(model);
    for (const model of models)
      for (const each of [model, moved(model), model]) expect(together.model(each)).toEqual(apart(each));
  });
});
