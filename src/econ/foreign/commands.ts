/** Whole commands of Stata and calls of R where a formula is expected. */
import { ownValue } from '../../base/own-value.ts';
import { absentEstimators, absentHint } from './absent.ts';
import { closing, type FormMatch, type Meaning, splitAt } from './form.ts';
import { asFormula, covarianceKeys, fromParts } from './formulas.ts';
import { inOurTerms } from './terms.ts';

/** Commands of Stata that absorb the panel's unit without an option that says so; what others absorb, their options list. */
const BY_UNIT = ['xtreg', 'xtivreg', 'xtivreg2'];
/** Commands whose first word is a method, which with it names an estimator. */
const BY_METHOD = ['fracreg'];
const LINEAR = [
  ...['reg', 'regress', 'areg', 'reghdfe', 'ivregress', 'ivreg', 'ivreg2', 'ivreghdfe', 'newey', 'xtscc'],
  ...BY_UNIT,
];

/** `unit`: of the panel, for commands that know it from `xtset`. `estimators`: commands that are not linear models, and what each is here. */
export function foreignCommand(
  text: string,
  unit: string | undefined,
  estimators: Readonly<Record<string, string>>,
): FormMatch | undefined {
  return stataCommand(text, unit, estimators) ?? rCall(text, unit);
}

function found(text: string, word: string, message: string, meaning: Meaning): FormMatch {
  const start = text.indexOf(word);
  return { start, end: start + word.length, meaning, message };
}

function stataCommand(
  text: string,
  unit: string | undefined,
  estimators: Readonly<Record<string, string>>,
): FormMatch | undefined {
  const [, prefix = '', head = '', rest = ''] =
    /^(?=[^~]*$)\s*((?:(?:xi|quietly|qui|eststo)\b(?:\s*\w+)?\s*:\s*)*)(\w+)\s+(.*)$/s.exec(text) ?? [];
  if (BY_METHOD.includes(head.toLowerCase())) return byMethod(text, head, rest, unit, estimators);
  const word = head.toLowerCase();
  const message = `\`${head}\` is a command, and a formula is expected`;
  const estimator = ownValue(estimators, word) ?? (LINEAR.includes(word) ? namedIn(rest, estimators) : undefined);
  if (estimator === undefined && absentEstimators.includes(word) && prefix + rest !== '')
    return found(text, head, message, { instead: absentHint(word) });
  if (estimator === undefined && !LINEAR.includes(word)) return undefined;
  const [body = '', ...options] = splitAt(rest, ',');
  const meaning = regression(word, body, readOptions(options.join(' ')), unit, estimator !== undefined, estimators);
  if (meaning === undefined || estimator === undefined || 'instead' in meaning)
    return meaning && found(text, head, message, meaning);
  return found(text, head, message, { ...meaning, keys: [`estimator: ${estimator}`, ...(meaning.keys ?? [])] });
}

/** `fracreg logit y x`, read as a command `logit` whose estimator is that of both words. */
function byMethod(
  text: string,
  head: string,
  rest: string,
  unit: string | undefined,
  estimators: Readonly<Record<string, string>>,
): FormMatch | undefined {
  const [, method = '', body = ''] = /^(\w+)\s+(.*)$/s.exec(rest) ?? [];
  const estimator = ownValue(estimators, `${head.toLowerCase()} ${method}`);
  const read = estimator && stataCommand(`${method} ${body}`, unit, { [method]: estimator });
  return read ? found(text, head, `\`${head}\` is a command, and a formula is expected`, read.meaning) : undefined;
}

/** The estimator that `ivregress liml y (x = z)` and `ivreg2 y (x = z), fuller(1)` name. */
function namedIn(rest: string, estimators: Readonly<Record<string, string>>): string | undefined {
  const [body = '', ...options] = splitAt(rest, ',');
  const { words, lists } = readOptions(options.join(' '));
  const named = [/^\s*(\w+)\s/.exec(body)?.[1] ?? '', ...words, ...Object.keys(lists)];
  return named.map((name) => ownValue(estimators, `ivregress ${name}`)).find((name) => name !== undefined);
}

interface Options {
  readonly words: readonly string[];
  /** Texts in parentheses behind a word, split at blanks. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

function readOptions(text: string): Options {
  const lists: Record<string, string[]> = {};
  for (const [, word, list] of text.matchAll(/\b(\w+)\s*\(([^()]*)\)/g)) lists[word!] = list!.trim().split(/\s+/);
  const words = text
    .replace(/\b\w+\s*\([^()]*\)/g, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  return { words, lists };
}

/** `known`: an estimator of ours is named. */
function regression(
  command: string,
  written: string,
  options: Options,
  unit: string | undefined,
  known: boolean,
  estimators: Readonly<Record<string, string>>,
): Meaning | undefined {
  const { words, lists } = options;
  const [, method] = command === 'ivregress' ? (/^(?!2sls\b)(\w+)\s/.exec(written) ?? []) : [];
  const estimator = known ? undefined : method;
  if (estimator !== undefined) return { instead: absentHint(estimator) };
  const [, condition] = /\sif\s+(.+?)(?:\sin\s|\[|$)/s.exec(written) ?? [];
  const [, kind, weights] = /\[\s*(\w+)\s*=\s*(\w+)\s*\]/.exec(written) ?? [];
  const whole = written.replace(/\s(if|in)\s.*$|\[[^[\]]*\]/gs, '');
  // the first word of this command is the method
  const body = command === 'ivregress' ? whole.replace(/^\w+\s+(?=\w)/, '') : whole.replace(/^2sls\s+/, '');
  const [, endogenous, instruments] = /\(([^=()]+)=([^()]+)\)/.exec(body) ?? [];
  const list = (text: string | undefined): string[] =>
    (text ?? '')
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '')
      .map(inOurTerms);
  const [outcome, ...named] = list(body.replace(/\([^=()]+=[^()]+\)/, ''));
  if (outcome === undefined) return undefined;
  const { absorbed, slopes } = absorbedOf(lists.absorb ?? lists.a ?? []);
  const terms = [...named, ...slopes];
  const needsUnit = BY_UNIT.includes(command);
  const effects = needsUnit ? [unit ?? 'id'] : absorbed;
  const formula = fromParts({
    outcome,
    terms: words.some((word) => /^nocon/.test(word)) ? [...terms, '- 1'] : terms,
    effects,
    endogenous: list(endogenous),
    instruments: list(instruments),
  });
  const clusters = lists.cluster ?? lists.cl ?? vceCluster(lists.vce);
  const keys = [
    ...(condition === undefined ? [] : [`sample: ${condition.trim()}`]),
    ...(clusters ? [`vcov: cluster(${clusters.join(' + ')})`] : isRobust(options) ? ['vcov: robust'] : []),
    ...(['areg', 'reghdfe'].includes(command) && effects.length === 1 && !effects[0]!.includes('[')
      ? [`small: ${command}`]
      : []),
    ...(command === 'xtscc' ? ['vcov: dk(2)'] : []),
    ...(command === 'newey' ? [`vcov: nw(${lists.lag?.[0] ?? 2})`] : []),
    ...(kind === undefined ? [] : [weightsKey(kind, weights!)]),
    ...(command === 'xtreg' ? unitEstimator(words, estimators) : []),
  ];
  const notes = [
    ...(needsUnit && unit === undefined ? ["`id` stands for the panel's unit"] : []),
    ...(needsUnit && command !== 'xtreg' && !words.includes('fe') ? ['that is with fixed effects'] : []),
  ];
  return { write: formula, keys, notes };
}

/** Effects, `id##c.t` with slopes by group, and the slopes alone of `id#c.t`, which are terms here. */
function absorbedOf(items: readonly string[]): { readonly absorbed: string[]; readonly slopes: string[] } {
  const absorbed: string[] = [];
  const slopes: string[] = [];
  for (const item of items.map((each) => each.replace(/^i\./, ''))) {
    const [, group, signs, variable] = /^(\w+)(##?)c\.(\w+)$/.exec(item) ?? [];
    if (signs === '#') slopes.push(`i(${group}):${variable}`);
    else absorbed.push(group === undefined ? item.replaceAll('#', '^') : `${group}[${variable}]`);
  }
  return { absorbed, slopes };
}

/** `xtreg` is with random effects unless told otherwise. */
function unitEstimator(words: readonly string[], estimators: Readonly<Record<string, string>>): string[] {
  if (words.includes('fe')) return [];
  const named = [...words.map((word) => `xtreg ${word}`), 'xtreg re'].map((command) => ownValue(estimators, command));
  const estimator = named.find((name) => name !== undefined);
  return estimator === undefined ? [] : [`estimator: ${estimator}`];
}

/** `[aw=w]`, `[fweight=w]`; what Stata calls `weight` is analytic in most of its commands. */
function weightsKey(kind: string, variable: string): string {
  if (/^f/.test(kind)) return `weights: {frequency: ${variable}}`;
  return /^p/.test(kind) ? `weights: {probability: ${variable}}` : `weights: ${variable}`;
}

const vceCluster = (vce: readonly string[] | undefined): readonly string[] | undefined =>
  vce && /^cl/.test(vce[0]!) ? vce.slice(1) : undefined;
const weightsOfCall = (option: string): string[] => {
  const [, weights] = /^\s*weights\s*=\s*(?:~\s*)?([\w.]+)\s*$/.exec(option) ?? [];
  return weights === undefined ? [] : [`weights: ${weights}`];
};
const isRobust = ({ words, lists }: Options): boolean =>
  words.some((word) => /^(r|robust)$/.test(word)) || /^(r|robust)$/.test(lists.vce?.[0] ?? '');

/** `feols(y ~ x | id, data = d, cluster = ~id)` */
function rCall(text: string, unit: string | undefined): FormMatch | undefined {
  const [whole, head = ''] = /^\s*(?:\w+\s*(?:<-|=)\s*)?(?:\w+::)?(\w+)\s*\(/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const message = `\`${head}()\` is a call of R, and a formula is expected`;
  if (absentEstimators.includes(head)) return found(text, head, message, { instead: absentHint(head) });
  const close = closing(text, whole.length - 1);
  const [formula = '', ...options] = splitAt(text.slice(whole.length, close === -1 ? undefined : close), ',');
  if (!Object.hasOwn(rCalls, head) || !formula.includes('~')) return undefined;
  const meaning = rCalls[head]!(formula, options.join(', '), unit);
  const keys = options.flatMap((option) => [...covarianceKeys(option), ...weightsOfCall(option)]);
  return found(
    text,
    head,
    message,
    'write' in meaning ? { ...meaning, keys: [...(meaning.keys ?? []), ...keys] } : meaning,
  );
}

type RCall = (formula: string, options: string, unit: string | undefined) => Meaning;

/** `plm` takes the first of its index, and absorbs it unless told otherwise. */
const plm: RCall = (formula, options, unit) => {
  const [, first, second] = /index\s*=\s*c\(\s*["'](\w+)["']\s*,\s*["'](\w+)["']/.exec(options) ?? [];
  const effects = /["']pooling["']/.test(options) ? [] : [first ?? unit ?? 'id'];
  if (/["']twoways["']/.test(options)) effects.push(second ?? 'year');
  const write = [inOurTerms(formula), ...(effects.length === 0 ? [] : [effects.join(' + ')])].join(' | ');
  return { write, ...(/["']random["']/.test(options) ? { keys: ['estimator: re'] } : {}) };
};

/** `y ~ x + w | z + w`: what stands on one side of the `|` alone is endogenous, or an excluded instrument. */
const ivreg: RCall = (formula) => {
  const [main = '', right] = splitAt(inOurTerms(formula), '|');
  const [outcome = '', regressors = ''] = splitAt(main, '~');
  if (right === undefined) return { write: main };
  const [all, instruments] = [splitAt(regressors, '+'), splitAt(right, '+')];
  const write = fromParts({
    outcome,
    terms: all.filter((term) => instruments.includes(term)),
    endogenous: all.filter((term) => !instruments.includes(term)),
    instruments: instruments.filter((term) => !all.includes(term)),
  });
  return { write };
};

const rCalls: Readonly<Record<string, RCall>> = {
  feols: asFormula,
  lm: asFormula,
  lm_robust: asFormula,
  felm: asFormula,
  plm,
  ivreg,
  iv_robust: ivreg,
};
