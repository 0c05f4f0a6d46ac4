/** Formulas of other programs, whose parts stand in other places than here. */
import { type FormMatch, type Meaning, splitAt } from './form.ts';
import { inOurTerms } from './terms.ts';

export interface FormulaParts {
  readonly outcome: string;
  readonly terms: readonly string[];
  readonly effects?: readonly string[];
  readonly endogenous?: readonly string[];
  readonly instruments?: readonly string[];
}

export function fromParts({ outcome, terms, effects = [], endogenous = [], instruments = [] }: FormulaParts): string {
  const regressors = terms.length === 0 ? '1' : terms.join(' + ').replaceAll('+ - ', '- ');
  const absorbed = effects.length === 0 ? '' : ` | ${effects.join(' + ')}`;
  const iv = endogenous.length === 0 ? '' : ` | ${endogenous.join(' + ')} ~ ${instruments.join(' + ')}`;
  return `${outcome} ~ ${regressors}${absorbed}${iv}`;
}

/** A formula of `felm` or fixest: up to four parts, `0` for none, instruments in parentheses, clusters last. */
export function asFormula(text: string): Meaning {
  const [main = '', ...others] = splitAt(inOurTerms(text), '|');
  const [effects, iv, clusters] = others.map((part) => part.replace(/^\((.*)\)$/s, '$1').trim());
  const isIv = (part: string | undefined): boolean => part?.includes('~') === true;
  const kept = [effects, iv].filter((part) => part !== undefined && (part !== '0' || (part === effects && isIv(iv))));
  const write = [main, ...(isIv(effects) || kept[0] !== '0' ? kept : kept.slice(1))].join(' | ');
  return clusters === undefined || clusters === '0' ? { write } : { write, keys: [`vcov: cluster(${clusters})`] };
}

/** Keys for what an option of another program asks of the covariance. */
export function covarianceKeys(option: string): string[] {
  if (/^(?:(?:vce|vcov|se)\s*[=(]\s*)?["']?(?:r|robust|hetero\w*)\b/i.test(option)) return ['vcov: robust'];
  const [, list] =
    /^(?:cluster|cl|clusters|vce|vcov)\s*[=(]\s*(?:cluster\s)?([^()]*(?:\([^()]*\))?)/.exec(option) ?? [];
  const clusters = list?.match(/[\p{L}_][\p{L}\p{M}\p{N}_]*(?!\()/gu)?.filter((word) => word !== 'c') ?? [];
  return clusters.length === 0 ? [] : [`vcov: cluster(${clusters.join(' + ')})`];
}

/** Variables listed as Stata does, or an equation. */
export function withoutTilde(text: string): FormMatch | undefined {
  const message = 'a formula has `~` after the outcome';
  const equation = /^([^=~|()]+)=([^=~]+)$/.exec(text);
  if (equation) {
    const start = text.indexOf('=');
    const write = inOurTerms(`${equation[1]!.trim()} ~ ${equation[2]!.trim()}`);
    return { start, end: start + 1, meaning: { write }, message };
  }
  if (!/^\s*[^\s~|+*:=,()^-]+(\s+[^\s~|+*:=,()^-]+)+\s*$/.test(text)) return undefined;
  const [outcome = '', ...terms] = text.trim().split(/\s+/).map(inOurTerms);
  const start = /\S\s+/.exec(text)!.index + /\S\s+/.exec(text)![0].length;
  return { start, end: text.trimEnd().length, meaning: { write: fromParts({ outcome, terms }) }, message };
}

const joined = (list: string): string =>
  list
    .trim()
    .split(/[\s+]+/)
    .join(' + ');

/** THE list of parts of formulas that other programs have or put elsewhere. */
const parts: readonly ((text: string) => FormMatch | undefined)[] = [
  // y ~ x | fe | 0 | cluster, y ~ x | fe | (x ~ z)
  (text) => {
    const pieces = splitAt(text, '|');
    const [main = '', , third, fourth] = pieces;
    if (!main.includes('~') || third === undefined || pieces.includes('') || pieces.length > 4) return undefined;
    if (fourth === undefined && third !== '0' && !(third.startsWith('(') && third.includes('~') && third.endsWith(')')))
      return undefined;
    const last = fourth ?? third;
    const at = within(text, last, text.lastIndexOf(last));
    const message =
      fourth === undefined
        ? 'a third part is `endogenous ~ instruments`'
        : 'a formula has no fourth part, as `felm` has for clusters';
    return { ...at, meaning: asFormula(text), message };
  },
  // y ~ w + x ~ z, y ~ x ~ z | id
  (text) => {
    const [main = '', effects, ...more] = splitAt(text, '|');
    const [outcome = '', regressors = '', instruments, ...others] = splitAt(main, '~');
    if (instruments === undefined || instruments === '' || regressors === '' || others.length + more.length > 0)
      return undefined;
    const terms = splitAt(inOurTerms(regressors), '+');
    const endogenous = terms.pop()!;
    const write = fromParts({
      outcome,
      terms,
      effects: effects === undefined ? [] : [effects],
      endogenous: [endogenous],
      instruments: [inOurTerms(instruments)],
    });
    const start = text.indexOf('~', text.indexOf('~') + 1);
    const message = 'a second `~` belongs to the last part of a formula, `endogenous ~ instruments`';
    return { start, end: start + 1, meaning: { write }, message };
  },
  // y ~ x, cluster(id)
  (text) => {
    const [formula = '', ...options] = splitAt(text, ',');
    if (!formula.includes('~') || options.length === 0) return undefined;
    const keys = options.flatMap(covarianceKeys);
    if (keys.length === 0) return undefined;
    return { start: formula.length, end: text.length, meaning: { write: inOurTerms(formula), keys } };
  },
  // y ~ w + (x = z)
  (text) => {
    const [match, endogenous, instruments] = /(?:\+\s*|(?<!\s)\s*)\(([^=()~,]+)=([^()~,]+)\)\s*\+?/.exec(text) ?? [];
    if (match === undefined || !text.includes('~')) return undefined;
    const [main = '', effects] = splitAt(text.replace(match, ' '), '|');
    const [outcome = '', right = ''] = splitAt(main, '~');
    const write = fromParts({
      outcome,
      terms: right === '' ? [] : [right],
      effects: effects === undefined ? [] : [effects],
      endogenous: [joined(endogenous!)],
      instruments: [joined(instruments!)],
    });
    return { ...within(text, match.trim()), meaning: { write: inOurTerms(write) } };
  },
  // y ~ x + (1 | id)
  part(
    String.raw`\([^()|]*\|[^()|]*\)`,
    'effects of a unit stand last, without parentheses: `y ~ x | id`; they are fixed, and random with `estimator: re`',
  ),
  // c(y1, y2) ~ x
  part(
    String.raw`^\s*(?:c|cbind)\([^()]*\)(?=\s*~)`,
    'each outcome is a column of its own: `columns: [{fit: …}, {fit: …}]`',
  ),
  // y ~ .
  part(
    String.raw`\.(?<=[~+]\s*\.)(?=\s*(?:[-+|]|$))`,
    'regressors are named, or the members of a set are: `$controls`',
  ),
  // y ~ x %in% z
  part('%[^%]*%', 'levels within levels are `i(a) + i(a):i(b)`'),
  // y ~ x / z
  part('/', 'a ratio is named in the data, as in `derive: {v: x / z}`; what R calls `a / b` is `a + a:b`'),
];

export const foreignParts = (text: string): FormMatch[] => parts.flatMap((find) => find(text) ?? []);

/** Says, at the place of the first match, what to do instead. */
function part(source: string, instead: string): (text: string) => FormMatch | undefined {
  const pattern = new RegExp(source);
  return (text) => {
    const match = pattern.exec(text);
    return match ? { start: match.index, end: match.index + match[0].length, meaning: { instead } } : undefined;
  };
}

function within(text: string, piece: string, from = 0): { start: number; end: number } {
  const start = text.indexOf(piece, from);
  return { start, end: start + Math.max(1, piece.length) };
}
