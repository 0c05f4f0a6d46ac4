/** Finds results by their paths: names stand for parts of an artifact, and lead from there to one value. */
import { defined } from '../base/defined.ts';
import { isJsonObject, type Json } from '../base/json.ts';
import { own } from '../base/own.ts';
import { isPercentileName } from '../base/percentile-name.ts';
import { didYouMean } from '../base/suggest.ts';
import { statNames } from '../econ/fit.ts';
import { testLabels } from '../table/stat-labels.ts';

/** What a path leads to. An undefined statistic says why; `absent` is the reader's mistake or a term that was dropped. */
export type Found =
  | { readonly is: 'value'; readonly value: number | string | boolean }
  | { readonly is: 'invalid'; readonly why: string }
  | { readonly is: 'absent'; readonly message: string; readonly hint?: string };

/** What may be named in an artifact of one type. */
export interface Shape {
  readonly type: string;
  /** The list whose records may be named directly: `baseline.main.NQP` for `baseline.main.terms.NQP`. */
  readonly list: string;
  /** The map whose entries may be named directly (`r2`), and their names. */
  readonly map?: { readonly part: string; readonly names: readonly string[] };
  /** Names of single values that stand elsewhere: the part, and the names that lead on inside it. */
  readonly elsewhere?: Readonly<Record<string, readonly [part: string, ...names: string[]]>>;
  /** Parts that may be named directly. */
  readonly parts: readonly string[];
  /** Fields of the list's records, where they are known. */
  readonly fields?: readonly string[];
  /** Whether a name is a field besides. */
  readonly further?: (name: string) => boolean;
}

const fit: Shape = {
  type: 'fit',
  list: 'terms',
  map: { part: 'stats', names: statNames },
  elsewhere: Object.fromEntries(
    Object.entries(testLabels).map(([name, { test }]) => [name, ['tests', test, 'pValue'] as const]),
  ),
  parts: [
    ...['stats', 'nobs', 'ngroups', 'nclusters', 'dfResid', 'outcome'],
    ...['estimator', 'inference', 'tests', 'firstStage', 'margins', 'lincom', 'selection', 'effects', 'oster'],
  ],
  fields: ['estimate', 'stdError', 'statistic', 'pValue', 'confLow', 'confHigh'],
};

const described = ['n', 'missing', 'missingShare', 'mean', 'sd', 'min', 'max', 'median', 'skewness', 'kurtosis'];
const percentiles = [1, 5, 10, 25, 75, 90, 95, 99].map((percent) => `p${percent}`);
const ofCodebook = [
  ...['label', 'unit', 'source', 'formula', 'type', 'n', 'missing', 'min', 'max', 'distinct', 'confidential'],
  ...['readAsMissing', 'recoded', 'interpolated'],
];
const thresholdFields = [
  ...['order', 'gamma', 'ciLow', 'ciHigh', 'f', 'pValue', 'critical', 'bootstrap', 'rss', 'mse'],
  ...['ciXthreg', 'ciXthregUnseen', 'fXthreg', 'fHansen', 'refined'],
];

const diagnosisNames = [
  ...['fFe', 'fFeP', 'bpLm', 'bpLmP', 'hausmanChi2', 'hausmanDf', 'hausmanP', 'groupwiseWald', 'groupwiseWaldP'],
  ...['wooldridgeF', 'wooldridgeP', 'pesaranCd', 'pesaranCdP', 'avgAbsCorr'],
];

/** THE list of artifacts whose shape is known; in any other, the first name of a path is a part. */
const shapes: readonly Shape[] = [
  fit,
  { type: 'describe', list: 'rows', parts: [], fields: [...described, ...percentiles], further: isPercentileName },
  {
    type: 'by-group',
    list: 'rows',
    parts: ['by', 'groups'],
    fields: ['groups', 'difference', 'stdError', 'df', 'statistic', 'pValue', 'stdDifference'],
  },
  { type: 'vif', list: 'rows', parts: ['mean'], fields: ['vif', 'tolerance'] },
  { type: 'codebook', list: 'rows', parts: ['nrows', 'panel', 'told'], fields: ofCodebook },
  { type: 'threshold', list: 'thresholds', parts: ['fit', 'regimes', 'rss'], fields: thresholdFields },
  {
    type: 'mediation',
    list: 'steps',
    parts: [
      ...['steps', 'a', 'b', 'indirect', 'direct', 'total', 'shareMediated', 'ratioIndirectDirect', 'suppression'],
      ...['sobel', 'aroian', 'goodman', 'bootstrap', 'treatment'],
    ],
  },
  {
    type: 'moderation',
    list: 'marginalEffects',
    parts: ['fit', 'marginalEffects', 'johnsonNeyman', 'means', 'scale', 'treatment', 'moderator', 'interaction'],
    fields: ['at', 'value', 'estimate', 'stdError', 'statistic', 'pValue', 'confLow', 'confHigh'],
  },
  {
    type: 'inequality',
    list: 'rows',
    parts: ['groups', 'pairs', 'of', 'group'],
    fields: [
      ...['n', 'gini', 'g', 'gw', 'gnb', 'gt', 'shareW', 'shareNb', 'shareT', 't', 'l', 'tWithin', 'tBetween'],
      ...['lWithin', 'lBetween', 'shareTWithin', 'shareTBetween', 'weightedT', 'weightedTWithin', 'weightedTBetween'],
      ...['cv', 'cvN'],
    ],
  },
  {
    type: 'kernel-density',
    list: 'rows',
    parts: ['of', 'kernel'],
    fields: ['n', 'bandwidth', 'mode', 'peak', 'at', 'density'],
  },
  { type: 'sigma-convergence', list: 'rows', parts: ['of'], fields: ['n', 'sdLog', 'sdLogN', 'cv'] },
  { type: 'markov', list: 'rows', parts: ['markov', 'homogeneity', 'rule', 'of'] },
  {
    type: 'moran',
    list: 'rows',
    parts: ['local', 'weights', 'of'],
    fields: [
      ...['i', 'expected', 'varNormal', 'varRandom', 'sdRandom', 'zNormal', 'zRandom', 'pOneSided', 'pTwoSided'],
      ...['pOneSidedNormal', 'pTwoSidedNormal', 'pPerm'],
    ],
  },
  {
    type: 'diagnose',
    list: 'rows',
    map: { part: 'stats', names: diagnosisNames },
    parts: ['stats', 'nobs', 'ngroups', 'outcome', 'unitRoot', 'unitRoots'],
    fields: ['statistic', 'df', 'dfR', 'pValue', 'tBar'],
  },
  {
    type: 'spatial-tests',
    list: 'rows',
    parts: ['nobs', 'periods'],
    fields: ['statistic', 'df', 'pValue', 'i', 'expected', 'variance'],
  },
  { type: 'weights', list: 'weights', parts: ['weights'] },
  { type: 'bacon', list: 'rows', parts: ['twfe', 'components', 'simple'], fields: ['weight', 'estimate', 'count'] },
  {
    type: 'placebo',
    list: 'quantiles',
    parts: [
      ...['observed', 'assignments', 'exact', 'draws', 'skipped', 'countAbsGe', 'countGe', 'countLe', 'pValue'],
      ...['pUpper', 'pLower', 'mean', 'sd', 'min', 'max', 'quantiles', 'treatedUnits', 'units', 'fit', 'treatment'],
    ],
  },
  {
    type: 'multiverse',
    list: 'choices',
    parts: [
      ...['of', 'outcome', 'count', 'identified', 'positive', 'negative', 'significant', 'significantPositive'],
      ...['significantNegative', 'sharePositive', 'shareSignificant', 'shareSignificantPositive'],
      ...[
        'shareSignificantNegative',
        'median',
        'min',
        'max',
        'choices',
        'flips',
        'dimensions',
        'specifications',
        'test',
      ],
    ],
  },
  { type: 'specification', list: 'specification', parts: ['specification'] },
  {
    type: 'difference',
    list: 'groups',
    parts: ['of', 'between', 'groups', 'difference', 'chow', 'suest', 'permutation'],
  },
  { type: 'index', list: 'weights', parts: ['weights'] },
  {
    type: 'match',
    list: 'balance',
    parts: ['att', 'support', 'logit', 'probit', 'score', 'lambda', 'weightSquares', 'meanAbsBias', 'medianAbsBias'],
  },
  { type: 'compare', list: 'cells', parts: ['counts', 'figures'] },
  { type: 'audit', list: 'findings', parts: ['counts'] },
];

export const shapeOf = (type: string | null): Shape | undefined => shapes.find((shape) => shape.type === type);

/** Names by which single values are called wherever they stand. */
export const statisticsOf = ({ map, elsewhere = {} }: Shape): readonly string[] => [
  ...(map?.names ?? []),
  ...Object.keys(elsewhere),
];

/** The part that holds what `names` leads to, and the names that lead on inside it. `terms` are those that are known beforehand. */
export function partFor(
  shape: Shape | undefined,
  names: readonly string[],
  terms: readonly string[] | null,
): { readonly part: string; readonly rest: readonly string[] } {
  const [first = '', ...rest] = names;
  if (shape === undefined) return { part: first, rest };
  if (terms?.includes(first)) return { part: shape.list, rest: names };
  const [part, ...inside] = own(shape.elsewhere ?? {}, first) ?? [];
  if (part !== undefined) return { part, rest: [...inside, ...rest] };
  if (shape.map?.names.includes(first)) return { part: shape.map.part, rest: names };
  if (first === shape.list || shape.parts.includes(first)) return { part: first, rest };
  const long = own(shortForms, first);
  if (long !== undefined && shape.parts.includes(long)) return { part: long, rest };
  return { part: shape.list, rest: names };
}

/** Fields that tell the records of a list apart. */
const keyFields = ['term', 'variable', 'indicator', 'name', 'endogenous', 'order', 'number', 'at', 'level'] as const;
/** The field that a record means when none is named. */
const usualFields = ['estimate', 'vif', 'gamma', 'weight'] as const;
/** THE list of short forms of fields. */
const shortForms: Readonly<Record<string, string>> = {
  b: 'estimate',
  se: 'stdError',
  t: 'statistic',
  p: 'pValue',
};

/** Whether a record of the shape's list can have the field; true where its fields are not known. */
export const hasField = ({ fields, further }: Shape, name: string): boolean =>
  fields === undefined ||
  fields.includes(name) ||
  fields.includes(shortForms[name] ?? name) ||
  (further?.(name) ?? false);

/** Whether the names that lead to a number end at a p value: `pValue`, `fP`. */
export const isProbability = (names: readonly string[]): boolean => /^p$|^pValue$|[a-z\d]P$/.test(names.at(-1) ?? '');

/** Walks from a part's value along `names`; `of` names the start for messages. */
export function follow(start: Json, names: readonly string[], of: string): Found {
  let here: Json | undefined = start;
  for (const [i, name] of names.entries()) {
    const next: Json | undefined = step(here, name);
    if (next === undefined) return absent(here, name, [of, ...names.slice(0, i)].join('.'));
    here = next;
  }
  return settle(here, [of, ...names].join('.'));
}

/** `names` with every `*` replaced by the names that stand there, in order. */
export function spread(start: Json, names: readonly string[]): string[][] {
  const at = names.indexOf('*');
  if (at === -1) return [[...names]];
  let here: Json | undefined = start;
  for (const name of names.slice(0, at)) here = here === undefined ? undefined : step(here, name);
  const keys = here === undefined ? [] : namesIn(here);
  return keys.flatMap((key) => spread(start, [...names.slice(0, at), key, ...names.slice(at + 1)]));
}

function step(here: Json, name: string): Json | undefined {
  if (Array.isArray(here)) return here.find((item) => keyOf(item) === name) ?? byPosition(here, name);
  if (!isJsonObject(here)) return undefined;
  if (Object.hasOwn(here, name)) return here[name];
  const long = shortForms[name];
  if (long !== undefined && Object.hasOwn(here, long)) return here[long];
  // In a fit inside another result, terms and statistics go by their own names, as everywhere.
  if (!Array.isArray(here.terms)) return undefined;
  const { part, rest } = partFor(fit, [name], null);
  return rest.reduce<Json | undefined>((inside, each) => inside && step(inside, each), here[part]);
}

function byPosition(list: readonly Json[], name: string): Json | undefined {
  return /^[1-9]\d*$/.test(name) && list.every((item) => keyOf(item) === undefined)
    ? list[Number(name) - 1]
    : undefined;
}

function keyOf(item: Json): string | undefined {
  if (!isJsonObject(item)) return undefined;
  const field = keyFields.find((name) => item[name] !== undefined);
  return field === undefined ? undefined : String(item[field]);
}

function settle(value: Json, of: string): Found {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    return { is: 'value', value };
  if (isJsonObject(value)) {
    if (typeof value.invalid === 'string') return { is: 'invalid', why: value.invalid };
    const usual = usualFields.find((field) => value[field] !== undefined);
    if (usual !== undefined) return settle(value[usual]!, of);
    return { is: 'absent', message: `\`${of}\` is several numbers`, hint: `one of ${namesIn(value).join(', ')}` };
  }
  if (value === null) return { is: 'invalid', why: 'it does not exist here' };
  return { is: 'absent', message: `\`${of}\` is a list`, hint: `it has ${namesIn(value).join(', ')}` };
}

function absent(here: Json, name: string, of: string): Found {
  const names = namesIn(here);
  const hint = didYouMean(name, names) ?? (names.length === 0 ? undefined : `it has ${names.slice(0, 12).join(', ')}`);
  return defined({ is: 'absent', message: `\`${of}\` has no \`${name}\``, hint });
}

/** Names of the records or members to which `names` leads. */
export function namesAt(start: Json, names: readonly string[]): string[] {
  let here: Json | undefined = start;
  for (const name of names) here = here === undefined ? undefined : step(here, name);
  return here === undefined ? [] : namesIn(here);
}

function namesIn(here: Json): string[] {
  if (Array.isArray(here)) return here.map((item, i) => keyOf(item) ?? String(i + 1));
  return isJsonObject(here) ? Object.keys(here) : [];
}
