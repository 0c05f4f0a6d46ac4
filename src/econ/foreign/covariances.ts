/** THE list of covariances as other programs name them: what the whole text is, and what it is here. */
import type { Meaning } from './form.ts';

const clustered = (list: string): Meaning => ({
  write: `cluster(${list
    .trim()
    .split(/[\s+,]+/)
    .join(' + ')})`,
});

const NO_DRAWS =
  'no covariance here draws samples of rows: write `robust`, or `cluster(a)` by the clusters `a`; `wild(a)` bootstraps their tests and intervals';

export const covarianceForms: readonly (readonly [source: string, mean: (list: string) => Meaning])[] = [
  [String.raw`vce\(\s*cl\w*\s+([^()]+)\)`, clustered],
  [String.raw`cl\w*[\s:=]+~?([^()]+)`, clustered],
  [String.raw`(?:cl|clustered|clusters|cr1|crv1)\(([^()]+)\)`, clustered],
  [String.raw`cluster\(([^()+,]+(?:[,\s]+[^()+,]+)+)\)`, clustered],
  [String.raw`(?:r|robust)[\s,]+cl\w*[\s(=]+([^()]+)\)?`, clustered],
  [String.raw`~\s*(.+)`, clustered],
  ['r|vce\\(r(?:obust)?\\)|hetero\\w*|white|huber|eicker|hc', () => ({ write: 'robust' })],
  ['ols|classical|conventional|standard|default|normal|nonrobust|unadjusted', () => ({ write: 'iid' })],
  ['dk|driscoll\\W?kraay|xtscc|scc', () => ({ write: 'dk(2)' })],
  ['boottest|wildboot\\w*(?:\\(.*\\))?', () => ({ write: 'wild(a)', notes: ['`a` is the cluster'] })],
  ['(?:vce\\()?(?:boot\\w*|bs)\\b.*', () => ({ instead: NO_DRAWS })],
  ['(?:vce\\()?jack\\w*.*', () => ({ write: 'HC3', notes: ['it is close to the jackknife of rows'] })],
  ['hc[45]m?', () => ({ write: 'HC3', notes: ['`HC0` to `HC3` are built in'] })],
  ['two\\W?ways?|double', () => ({ write: 'cluster(a + b)', notes: ['`a` and `b` are the clusters'] })],
  ['聚类(?:稳健)?[\\s(（]*([^()（）\\s]*)[)）]?', (list) => clustered(list === '' ? 'a' : list)],
  ['稳健|异方差稳健', () => ({ write: 'robust' })],
  ['cl\\w*', () => ({ write: 'cluster(a)', notes: ['`a` is the column of the clusters'] })],
  ['newey\\W?(?:west)?(?:\\(.*\\))?|hac(?:\\(.*\\))?', () => ({ write: 'nw(2)' })],
  [
    '(?:spatial|vcov_)\\w*(?:\\(.*\\))?|acreg',
    () => ({ write: 'conley(lat, lon, 100)', notes: ['the distance is in km'] }),
  ],
];
