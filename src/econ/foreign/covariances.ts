/** THE list of covariances as other programs name them: what the whole text is, and what it is here. */
import type { Meaning } from './form.ts';

const clustered = (list: string): Meaning => ({
  write: `cluster(${list
    .trim()
    .split(/[\s+,]+/)
    .join(' + ')})`,
});

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
  ['boot\\w*(?:\\(.*\\))?|boottest|wildboot\\w*', () => ({ write: 'wild(a)', notes: ['`a` is the cluster'] })],
  ['newey\\W?(?:west)?(?:\\(.*\\))?|hac(?:\\(.*\\))?', () => ({ write: 'nw(2)' })],
  [
    '(?:spatial|vcov_)\\w*(?:\\(.*\\))?|acreg',
    () => ({ write: 'conley(lat, lon, 100)', notes: ['the distance is in km'] }),
  ],
];
