/**
 * Tests that a node's key holds the code that it runs of a room, and not what its results are called or how tables show them.
 * @module-tag slow
 */
import { resolve } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { type BuiltIn, bundleBuiltIn, codesOfBuiltIn } from '../../../scripts/built-in-codes.ts';
import {
  allKinds,
  figureMethod,
  kindNamed,
  plotMethod,
  plots,
  resampled,
  tableMethod,
  tables,
} from '../../../steps/registry.ts';

const root = resolve(import.meta.dirname, '../../..');
let built: BuiltIn;
beforeAll(async () => {
  built = await bundleBuiltIn(root);
});

const filesOf = (bundled: BuiltIn['kinds'], name: string): readonly string[] => Object.keys(bundled[name]!.code.files);

it('a kind’s code is what its nodes run', () => {
  const files = filesOf(built.kinds, 'mediation');
  expect(files).toContain('steps/mediation/step.ts');
  expect(files).toContain('steps/mediation/numbers/mediation.ts');
  for (const file of ['room', 'result', 'table']) expect(files).not.toContain(`steps/mediation/${file}.ts`);
  expect(filesOf(built.kinds, 'mediation-bootstrap')).toContain('steps/mediation/bootstrap.ts');
});

it('the code of tables is in the keys of nodes that show such results, and of no others', {
  tags: 'slow',
}, async () => {
  expect(filesOf(built.tables, 'mediation')).toContain('steps/mediation/table.ts');
  expect(filesOf(built.kinds, 'report').filter((file) => /^steps\/\w+\/table\.ts$/.test(file))).toEqual([]);
  expect(tables.methodFor(['mediation'])).toBe(tableMethod('mediation'));
  expect(tables.methodFor(['mediation', 'vif'])).toBe(tableMethod('*'));
  expect(tables.methodFor([null])).toBe(tableMethod('*'));
  expect(tables.methodFor(['fit'])).toBe(tableMethod('models'));
  expect(filesOf(built.tables, 'models')).toContain('src/table/builders/regression.ts');
  const { codes } = codesOfBuiltIn(built).methods;
  for (const kind of Object.keys(built.tables)) expect(codes[tableMethod(kind)]).toEqual(built.tables[kind]!.code);
  expect(codes[tableMethod('*')]!.digest).not.toBe(codes[tableMethod('mediation')]!.digest);
});

it('the code of a plot is in the keys of the figures that it draws, and of no others', async () => {
  expect(
    filesOf(built.kinds, 'figure').filter((file) => /figure\/plots\/|^steps\/\w+\/figure\.ts$/.test(file)),
  ).toEqual([]);
  expect(filesOf(built.figures, 'threshold')).toContain('steps/threshold/figure.ts');
  expect(filesOf(built.plots, 'scatter')).toContain('src/figure/plots/scatter.ts');
  const methodOf = (name: string): string => plots.methodFor(plots.all.find((plot) => plot.name === name)!);
  expect(methodOf('bacon')).toBe(figureMethod('did'));
  expect(methodOf('scatter')).toBe(plotMethod('scatter'));
  const { codes } = codesOfBuiltIn(built).methods;
  for (const plot of plots.all) expect(codes[plots.methodFor(plot)]?.digest).toBeDefined();
});

it('what makes results of samples is in the keys of nodes that draw them, and of no others', async () => {
  expect(Object.keys(built.resampled).sort()).toEqual([...resampled.names].sort());
  expect(filesOf(built.kinds, 'bootstrap-draws').filter((file) => file.startsWith('steps/vif/'))).toEqual([]);
  expect(filesOf(built.resampled, 'vif')).toContain('steps/vif/numbers/vif.ts');
  const { codes } = codesOfBuiltIn(built).methods;
  for (const kind of resampled.names) expect(codes[resampled.methodFor(kind)]).toEqual(built.resampled[kind]!.code);
});

it('a room’s tables stand in its `table.ts`, and each shows a result that the room declares', () => {
  for (const { name, results = [] } of allKinds()) {
    const own = results.flatMap(({ type }) =>
      tables.methodFor([type]) === tableMethod(name) ? [tables.of(type)] : [],
    );
    if (name in built.tables) expect(own.filter((builder) => builder !== undefined)).not.toEqual([]);
    else expect(own.filter((builder) => builder !== undefined)).toEqual([]);
  }
  expect(kindNamed('mediation')!.artifact).toBe('mediation');
});
