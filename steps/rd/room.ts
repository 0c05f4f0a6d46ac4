/** The room of `rd`. */
import type { Room } from '../room.ts';
import { cutoffDensity } from './density-figure.ts';
import { equation } from './equation.ts';
import { discontinuity } from './figure.ts';
import { foreign } from './foreign.ts';
import { rdResult } from './result.ts';
import step from './step.ts';
import { windowBalance, windows } from './windows-figure.ts';

export default {
  get step() {
    return step;
  },
  get equation() {
    return equation;
  },
  results: [rdResult],
  get foreign() {
    return foreign;
  },
  get plots() {
    return [discontinuity, cutoffDensity, windows, windowBalance];
  },
} satisfies Room;
