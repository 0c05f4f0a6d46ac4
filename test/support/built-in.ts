/** The built-in kinds as they stand in the source: without a build, and keyed by their names alone. */
import { sha256 } from '../../src/base/canonical.ts';
import { estimators } from '../../src/econ/registry.ts';
import type { KindCode, Kinds } from '../../src/engine/kinds.ts';
import { plots } from '../../src/figure/plots/registry.ts';
import { predictMethod } from '../../steps/lib/predict/method.ts';
import {
  ANY,
  allKinds,
  figureMethod,
  kindNames,
  plotMethod,
  resampled,
  resampleMethod,
  tableMethod,
} from '../../steps/registry.ts';

const codeOf = (name: string): KindCode => ({ digest: sha256(name), files: {}, packages: {} });

const methods = {
  codes: Object.fromEntries(
    [
      ...estimators.map(({ name }) => name),
      ...[...estimators.map(({ name }) => name), ANY].map(predictMethod),
      ...[...kindNames, ANY].map(tableMethod),
      ...kindNames.map(figureMethod),
      ...resampled.names.map(resampleMethod),
      ...plots.map(({ name }) => plotMethod(name)),
      plotMethod(ANY),
    ].map((name) => [name, codeOf(`method ${name}`)]),
  ),
  planning: sha256('planning'),
};

export const builtInKinds: Kinds = new Map(
  allKinds().map((kind) => [kind.name, { name: kind.name, kind, code: codeOf(kind.name), methods, module: null }]),
);
