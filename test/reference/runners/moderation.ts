/** `moderation`: the regression with its product, effects along the moderator, and the region of significance. */
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Estimate } from '../../../src/econ/fit.ts';
import { type EffectLine, effectLine } from '../../../src/econ/moderation/johnson-neyman.ts';
import { type MarginalEffect, type Moderation, moderate } from '../../../src/econ/moderation/moderation.ts';
import { referenceDistribution } from '../../../src/econ/vcov/inference.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { keysOf, written } from './linear.ts';
import type { Runner } from './runner.ts';

export const runModeration: Runner = (run, data) => differences(withZeros(run), found(run, data), fields);

/** A mean of what is centred is zero, of which a case may have the rounding. */
function withZeros(run: Run): Run {
  const { marginal_effects: effects, ...expected } = run.expected as { marginal_effects: { mean: { at: number } } };
  const { mean } = effects;
  const at = Math.abs(mean.at) < 1e-10 ? 0 : mean.at;
  return { ...run, expected: { ...expected, marginal_effects: { ...effects, mean: { ...mean, at } } } };
}

function found(run: Run, data: Data): Moderation {
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
  const [treatment, moderator] = [written(run.treat!), written(run.moderator!)];
  const interaction = `${treatment}:${moderator}`;
  const x = [run.treat!, run.moderator!, `${run.treat}:${run.moderator}`, ...(run.x ?? [])];
  const { specs, problems } = compileColumn(keysOf({ ...run, x }), null, context);
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('; '));
  const scale = run.scale as Moderation['scale'];
  const scaleTreatment = run.scale_x ?? true;
  return moderate({ model: specs[0]!, treatment, moderator, interaction, scale, scaleTreatment, level: 0.95 }, data);
}

const ofTerm =
  (key: keyof Omit<Estimate, 'term'>): Lookup<Moderation> =>
  ({ fit }, [name]) =>
    fit.terms.find(({ term }) => term === name)?.[key];

const ofEffect: Lookup<Moderation> = ({ marginalEffects }, [at, field]) => {
  const row = marginalEffects.find((each) => each.at === at)!;
  const names = { at: 'value', effect: 'estimate', se: 'stdError', t: 'statistic', p: 'pValue' } as const;
  return row[names[field as 'at'] as keyof MarginalEffect];
};

const ofRegion: Lookup<Moderation> = ({ fit, johnsonNeyman, treatment, interaction }, [field, i]) => {
  if ('invalid' in johnsonNeyman) return johnsonNeyman;
  const { b1, b3, v11, v13, v33 } = effectLine(fit, treatment, interaction) as EffectLine;
  const critical = referenceDistribution(fit.dfResid).upperQuantile(0.025);
  const [a, b, c] = [
    b3 * b3 - critical * critical * v33,
    2 * (b1 * b3 - critical * critical * v13),
    b1 * b1 - critical * critical * v11,
  ];
  const known: Readonly<Record<string, number | string>> = {
    a,
    b,
    c,
    discriminant: b * b - 4 * a * c,
    t_crit: critical,
    w_min: johnsonNeyman.range[0],
    w_max: johnsonNeyman.range[1],
    share_significant: johnsonNeyman.shareSignificant,
    significant: johnsonNeyman.significant,
  };
  return field === 'roots' ? johnsonNeyman.roots[Number(i)] : known[field!];
};

const fields: Fields<Moderation> = {
  known: {
    coef: ofTerm('estimate'),
    se: ofTerm('stdError'),
    t: ofTerm('statistic'),
    p: ofTerm('pValue'),
    N: ({ fit }) => fit.nobs,
    G: ({ fit }) => fit.nclusters ?? undefined,
    df_r: ({ fit }) => fit.dfResid ?? { invalid: 'normal' },
    mean_x: ({ means }) => means.x,
    mean_w: ({ means }) => means.w,
    sd_x: ({ means }) => means.sdX,
    sd_w: ({ means }) => means.sdW,
    marginal_effects: ofEffect,
    johnson_neyman: ofRegion,
  },
  ignored: { note: 'words' },
};
