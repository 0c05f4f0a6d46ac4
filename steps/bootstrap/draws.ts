/** The internal kind `bootstrap-draws`: the estimates of a model, or the numbers of a result, in some samples. */
import { Type } from 'typebox';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { drawText } from '../lib/chunks.ts';
import type { ResampledKinds } from '../lib/resampled.ts';
import { isResult, type PieceParams } from './keys.ts';
import type { Replicate } from './numbers/inference.ts';
import { resampling } from './resampling.ts';
import { resultSamples } from './result-samples.ts';

export default (kinds: ResampledKinds) =>
  defineStep({
    name: 'bootstrap-draws',
    summary: 'Estimates of a model in some samples of a bootstrap or jackknife',
    internal: true,
    params: Type.Object({}),
    run: async (context) => {
      const { drawn, piece } = context.params as unknown as PieceParams;
      const samples = isResult(drawn)
        ? await resultSamples(context as RunContext<unknown>, drawn, kinds.of(drawn.kind)!)
        : await resampling(context as RunContext<unknown>, drawn);
      const { clusters } = samples;
      const [from, to] =
        piece.is === 'draws'
          ? [piece.from, piece.to]
          : ([piece.part, piece.part + 1].map((part) => Math.floor((clusters * part) / piece.of)) as [number, number]);
      const estimates: Replicate[] = [];
      for (let i = from; i < to; i++) {
        context.report((i - from) / (to - from), drawText(i + 1, from, to));
        estimates.push(
          await (piece.is === 'draws' ? samples.draw(context.rng.stream('bootstrap', i)) : samples.without!(i)),
        );
      }
      return { clusters, estimates };
    },
  });
