/** The room of `did`. */
import type { Room } from '../room.ts';
import { cohorts } from './cells-figure.ts';
import { doseEffects, doseSlopes } from './dose-figure.ts';
import { equation } from './equation.ts';
import { bacon as baconPlot } from './figure.ts';
import { foreign } from './foreign.ts';
import { resampled } from './resampled.ts';
import { baconResult, didResult } from './result.ts';
import { ringEffects } from './ring-figure.ts';
import step from './step.ts';
import { bacon } from './table.ts';

export default {
  get step() {
    return step;
  },
  get equation() {
    return equation;
  },
  results: [didResult, baconResult],
  get foreign() {
    return foreign;
  },
  get plots() {
    return [baconPlot, cohorts, doseEffects, doseSlopes, ringEffects];
  },
  get tables() {
    return [bacon];
  },
  get resampled() {
    return resampled;
  },
} satisfies Room;
