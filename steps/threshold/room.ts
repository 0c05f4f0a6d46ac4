/** The room of `threshold`. */
import type { Room } from '../room.ts';
import bootstrap from './bootstrap.ts';
import { equation } from './equation.ts';
import { threshold as thresholdPlot } from './figure.ts';
import { foreign } from './foreign.ts';
import { thresholdResult } from './result.ts';
import search from './search.ts';
import step from './step.ts';
import { threshold } from './table.ts';

export default {
  get step() {
    return step;
  },
  get helpers() {
    return { bootstrap, search };
  },
  get equation() {
    return equation;
  },
  results: [thresholdResult],
  get foreign() {
    return foreign;
  },
  get plots() {
    return [thresholdPlot];
  },
  get tables() {
    return [threshold];
  },
} satisfies Room;
