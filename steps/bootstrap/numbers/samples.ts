/** The samples of each way of drawing. */
import type { Data } from '../../../src/econ/data.ts';
import { blockTimes } from './blocks.ts';
import { errorDraws } from './errors.ts';
import type { Samples } from './inference.ts';
import { type DrawnNumerics, drawnTimes, replicating, withoutOne } from './replicate.ts';
import type { DrawnModel, Scheme } from './spec.ts';

type Sampling = (drawn: DrawnModel, data: Data, numerics: DrawnNumerics) => Samples;

const schemes: Readonly<Record<Scheme['is'], Sampling>> = {
  pairs: (drawn, data, numerics) => {
    const samples = replicating(drawn, data, numerics);
    const { fit, clusters } = samples;
    return {
      ...{ fit, clusters },
      draw: (stream) => samples.of(drawnTimes(stream, clusters)),
      without: (cluster) => samples.of(withoutOne(clusters, cluster)),
    };
  },
  residual: errorDraws,
  wild: errorDraws,
  blocks: (drawn, data, numerics) => {
    const samples = replicating(drawn, data, numerics);
    const times = blockTimes(drawn.scheme as Extract<Scheme, { is: 'blocks' }>, samples, data);
    return { fit: samples.fit, clusters: samples.clusters, draw: (stream) => samples.of(times(stream)) };
  },
};

/** Prepares the samples of a model. */
export const samplesOf: Sampling = (drawn, data, numerics) => schemes[drawn.scheme.is](drawn, data, numerics);
