/** Words of standard errors by a bootstrap or a jackknife, by language; `by` is the label of what is drawn or left out, empty for rows. */
import { han } from './han.ts';

const of = (by: string): string => (by === '' ? '' : ` of ${by}`);
const drawn = (draws: string, by: string): string =>
  by === '' ? han`（${draws} 次）` : han`（按${by}抽样，${draws} 次）`;
/** Bootstraps beside that of rows or clusters. */
const others = {
  en: {
    ResidualBootstrap: 'residuals',
    WildBootstrap: 'residuals with random signs',
    BlockBootstrap: 'blocks of periods',
  },
  zh: { ResidualBootstrap: '残差', WildBootstrap: '野', BlockBootstrap: '区组' },
} as const;
export type OtherBootstrap = keyof (typeof others)['en'];
export const isOtherBootstrap = (type: string): type is OtherBootstrap => type in others.en;
const leftOut = (by: string): string => (by === '' ? '' : han`（按${by}）`);

export const resampledKinds = {
  en: {
    Bootstrap: (draws: string, by: string) => `by a bootstrap of ${draws} draws${of(by)}`,
    Jackknife: (by: string) => `by the jackknife${of(by)}`,
    bootstrapOf: (type: OtherBootstrap, draws: string, by: string) =>
      `by a bootstrap of ${others.en[type]}${by === '' ? '' : ` by ${by}`}, ${draws} draws`,
  },
  zh: {
    Bootstrap: (draws: string, by: string) => `自助法${drawn(draws, by)}`,
    Jackknife: (by: string) => `刀切法${leftOut(by)}`,
    bootstrapOf: (type: OtherBootstrap, draws: string, by: string) => `${others.zh[type]}自助法${drawn(draws, by)}`,
  },
};

export const resampledNouns = {
  en: {
    Bootstrap: (draws: string, by: string) => `standard errors by a bootstrap of ${draws} draws${of(by)}`,
    Jackknife: (by: string) => `standard errors by the jackknife${of(by)}`,
    bootstrapOf: (type: OtherBootstrap, draws: string, by: string) =>
      `standard errors by a bootstrap of ${others.en[type]}${by === '' ? '' : ` by ${by}`}, ${draws} draws`,
  },
  zh: {
    Bootstrap: (draws: string, by: string) => `自助法标准误${drawn(draws, by)}`,
    Jackknife: (by: string) => `刀切法标准误${leftOut(by)}`,
    bootstrapOf: (type: OtherBootstrap, draws: string, by: string) =>
      `${others.zh[type]}自助法标准误${drawn(draws, by)}`,
  },
};
