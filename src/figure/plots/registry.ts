/** THE list of plots, in the order the docs show them. */
import type { Plot } from '../plot.ts';
import { bacon } from './bacon.ts';
import { balance } from './balance.ts';
import { binscatter } from './binscatter.ts';
import { box } from './box.ts';
import { coefficients } from './coefficients.ts';
import { decomposition } from './decomposition.ts';
import { densities } from './densities.ts';
import { density } from './density.ts';
import { event } from './event.ts';
import { histogram } from './histogram.ts';
import { index } from './index.ts';
import { map } from './map.ts';
import { margins } from './margins.ts';
import { moran } from './moran.ts';
import { placebo } from './placebo.ts';
import { scatter } from './scatter.ts';
import { specificationCurve } from './specification-curve.ts';
import { threshold } from './threshold.ts';
import { trends } from './trends.ts';
import { vegaLite } from './vega-lite.ts';

export const plots: readonly Plot[] = [
  coefficients,
  event,
  margins,
  specificationCurve,
  placebo,
  bacon,
  balance,
  threshold,
  trends,
  density,
  densities,
  decomposition,
  moran,
  histogram,
  box,
  binscatter,
  scatter,
  map,
  index,
  vegaLite,
];
