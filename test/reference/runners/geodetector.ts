/** `geodetector`: what stands between strata of factors, alone and two crossed. */
import { groupsOf } from '../../../src/econ/data.ts';
import {
  type CutRule,
  classesOf,
  type Detected,
  detect,
  type StratifiedRow,
} from '../../../steps/geodetector/numbers/detectors.ts';
import type { Run } from '../case.ts';
import { differences } from '../compare.ts';
import type { Runner } from './runner.ts';

interface Asked {
  readonly x: readonly string[];
  readonly groups: readonly string[];
  readonly classes: number;
  readonly rule: CutRule;
}

export const runGeodetector: Runner = (run: Run, data) => {
  const { x, groups, classes, rule } = run as unknown as Asked;
  const factors = [
    ...x.map((name) => classesOf(name, data.numbers(name), classes, rule)),
    ...groups.map((name) => ({ name, ...groupsOf(data, name) })),
  ];
  const found = { ...detect(data.numbers(run.y!), factors), nobs: data.nrows };
  const row = ({ rows }: Detected, name: string) => rows.find(({ variable }) => variable === name);
  return differences(run, found, {
    known: {
      q: (each, [name]) => row(each, name!)?.q,
      p: (each, [name]) => (row(each, name!) as StratifiedRow).pValue,
      N: ({ nobs }) => nobs,
    },
    ignored: {},
  });
};
