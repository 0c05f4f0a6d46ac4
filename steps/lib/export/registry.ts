/** THE list of step kinds that other languages have: the `export.ts` of each kind's room. */
import { ownValue } from '../../../src/base/own-value.ts';
import type { KindExport } from '../../../src/export/kind.ts';
import { exported as correlate } from '../../correlate/export.ts';
import { exported as describe } from '../../describe/export.ts';
import { exported as diagnose } from '../../diagnose/export.ts';
import { exported as did } from '../../did/export.ts';
import { exported as difference } from '../../difference/export.ts';
import { exported as experiment } from '../../experiment/export.ts';
import { exported as match } from '../../match/export.ts';
import { exported as models } from '../../models/export.ts';
import { exported as rd } from '../../rd/export.ts';
import { exported as robustness } from '../../robustness/export.ts';
import { exported as rotemberg } from '../../rotemberg/export.ts';
import { exported as spatial } from '../../spatial/export.ts';
import { exported as syntheticControl } from '../../synthetic_control/export.ts';
import { exported as threshold } from '../../threshold/export.ts';
import { exported as vif } from '../../vif/export.ts';
import type { exportedKinds } from './kinds.ts';

const exports: Readonly<Record<(typeof exportedKinds)[number], KindExport>> = {
  correlate,
  describe,
  diagnose,
  did,
  difference,
  experiment,
  match,
  models,
  rd,
  robustness,
  rotemberg,
  spatial,
  synthetic_control: syntheticControl,
  threshold,
  vif,
};

export const exportOf = (kind: string): KindExport | undefined => ownValue(exports, kind);
