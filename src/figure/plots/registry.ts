/** THE list of plots of fits and data, in the order the docs show them; a plot of one kind's results stands in its room. */
import type { Plot } from '../plot.ts';
import { addedVariable } from './added-variable.ts';
import { binscatter } from './binscatter.ts';
import { box } from './box.ts';
import { coefficients } from './coefficients.ts';
import { combine } from './combine.ts';
import { density } from './density.ts';
import { event } from './event.ts';
import { flow } from './flow.ts';
import { histogram } from './histogram.ts';
import { layers } from './layers.ts';
import { map } from './map.ts';
import { margins } from './margins.ts';
import { marginsAt } from './margins-at.ts';
import { roc } from './roc.ts';
import { scatter } from './scatter.ts';
import { survival } from './survival.ts';
import { timing } from './timing.ts';
import { trends } from './trends.ts';
import { vegaLite } from './vega-lite.ts';

export const plots: readonly Plot[] = [
  coefficients,
  event,
  margins,
  marginsAt,
  flow,
  trends,
  timing,
  density,
  histogram,
  box,
  binscatter,
  scatter,
  addedVariable,
  survival,
  roc,
  map,
  layers,
  combine,
  vegaLite,
];
