/** Shows a fit as statistics packages print one: a header, the coefficients, and everything a reader should be told. */

import { ownValue } from '../../base/own-value.ts';
import { withoutValues } from '../../base/problem.ts';
import { displayWidth } from '../../base/text/display-width.ts';
import { wrapped } from '../../base/text/fold.ts';
import { type Hides, hidesIn, MASK, maskedWithin } from '../../base/value.ts';
import {
  type Fit,
  type FitWeights,
  type Stat,
  type StatLabel,
  type StatName,
  statNames,
  type TestResult,
} from '../../econ/fit.ts';
import type { ConfidenceSet } from '../../econ/iv/weak/confidence-set.ts';
import { estimators } from '../../econ/registry.ts';
import { droppedInWords } from '../../econ/regression/dropped.ts';
import type { UTest } from '../../econ/regression/u-test.ts';
import { termLabel } from '../../table/words/labels.ts';
import { statLabels } from '../../table/words/stat-labels.ts';
import {
  alignPoints,
  type ColumnSide,
  fixed,
  gridLines,
  headedLines,
  shortNumber,
  shortStat,
} from '../terminal/grid.ts';
import { screenWidth } from '../terminal/width.ts';
import type { ViewBlock } from './block.ts';
import { unitsNumbered } from './named-units.ts';
import { pageWords, type ShowWords } from './page-words.ts';
import type { ShownArtifact, Viewer } from './viewer.ts';

export const fit: Viewer = {
  type: 'fit',
  text(artifact) {
    const shown = fitOf(artifact);
    const { node } = artifact;
    const told = [...remarks(shown), ...warningLines(shown, artifact.hides)];
    const grids = [...coefficients(shown), ...marginLines(shown), ...absorbed(shown)];
    const lines = [`${node}: ${shown.outcome}`, '', ...header(shown), '', ...grids];
    return `${[...lines, ...told.flatMap((each) => wrapped(each, screenWidth(), '  '))].join('\n')}\n`;
  },
  json: (artifact) => ({ ...fitOf(artifact) }),
  blocks(artifact) {
    const { book } = artifact;
    const said = pageWords[book.language];
    const label = (name: string): string => termLabel(name, book);
    const raw = fitOf(artifact);
    const shown = labelled(raw, label);
    const { head, rows } = estimateRows(shown, shown.outcome, shown.terms, said);
    const absorbing = absorbedRows(shown, said);
    // The warnings are those of the node, which the page tells of every node.
    const told = remarks(raw, label);
    return [
      { is: 'lines', lines: description(shown) },
      { is: 'grid', head, rows, sides: ['left', 'right'] },
      ...(shown.margins === undefined
        ? []
        : [{ is: 'grid' as const, ...estimateRows(shown, marginsTitle(raw), shown.margins, said), sides: bothSides }]),
      { is: 'facts', facts: statistics(shown, said, (name) => statLabels[name]?.[book.language]) },
      ...(absorbing.rows.length > 0 ? [{ is: 'grid' as const, ...absorbing }] : []),
      ...(told.length > 0 ? [{ is: 'lines' as const, lines: told }] : []),
    ] satisfies ViewBlock[];
  },
};

/** The fit, in which terms and bases of hidden factors are masked before anything is laid out. */
function fitOf({ reader, hides }: ShownArtifact): Fit {
  const parts = Object.fromEntries(reader.parts.map((part) => [part, reader.json(part)])) as unknown as Fit;
  const whole = unitsNumbered(parts, hides);
  const bases = Object.entries(whole.bases ?? {}).map(([factor, level]) => [
    factor,
    hidesIn(factor, hides) ? MASK : level,
  ]);
  return { ...maskedWithin(whole, hides), ...(whole.bases === undefined ? {} : { bases: Object.fromEntries(bases) }) };
}

/** The fit with labels in the place of the names of its terms, effects and clusters. */
function labelled(shown: Fit, label: (name: string) => string): Fit {
  const named = <T extends { readonly name: string }>(all: readonly T[]): T[] =>
    all.map((each) => ({ ...each, name: label(each.name) }));
  const { vcovInfo, terms, margins } = shown;
  return {
    ...shown,
    outcome: label(shown.outcome),
    terms: terms.map((each) => ({ ...each, term: label(each.term) })),
    ...(margins && { margins: margins.map((each) => ({ ...each, term: label(each.term) })) }),
    absorbed: named(shown.absorbed),
    vcovInfo: { ...vcovInfo, clusters: named(vcovInfo.clusters) },
  };
}

const TITLES: Readonly<Record<string, { readonly en: string }>> = Object.assign(
  {},
  ...estimators.map(({ titles }) => titles),
);

/** Statistics that some estimators have beside what all fits may have. */
const MORE: Readonly<Record<string, StatLabel>> = Object.assign({}, ...estimators.map(({ words }) => words?.stats));

const named: ReadonlySet<string> = new Set(statNames);

/** The header: what the fit is on the left, its statistics on the right, or below where both find no room beside each other. */
function header(shown: Fit): string[] {
  const left = description(shown);
  const right = statistics(shown);
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [
    left[i] ?? '',
    ...(right[i] ?? ['', '']),
  ]);
  const side = gridLines(rows, ['left', 'left', 'right']);
  const width = screenWidth();
  if (width === undefined || side.every((line) => displayWidth(line) <= width)) return side;
  return [...left.flatMap((each) => wrapped(each, width, '  ')), '', ...gridLines(right, ['left', 'right'])];
}

/** Describes the fit: estimator, absorbed effects, standard errors. */
const description = (shown: Fit): string[] => [
  ownValue(TITLES, shown.estimator)?.en ?? shown.estimator,
  ...shown.absorbed
    .filter(({ redundant }) => redundant === undefined)
    .map((effect) => `absorbed: ${effect.name} (${effect.levels} levels)`),
  ...(shown.weights === undefined ? [] : [weightLine(shown.weights)]),
  ...errorLines(shown),
];

const weightLine = ({ is, of, rows }: FitWeights): string =>
  `weights: ${of} (${is}${is === 'frequency' ? `, in ${rows} rows` : ''})`;

function errorLines({ vcovInfo, inference, dfResid }: Fit): string[] {
  const distribution =
    inference === 'z' || dfResid === null ? 'standard normal' : `t with ${dfResid} degrees of freedom`;
  return [
    `standard errors: ${vcovInfo.text}`,
    ...vcovInfo.clusters.map(({ name, count }) => `clusters: ${name} (${count})`),
    ...(vcovInfo.combinations ?? []).map(({ names, count }) => `clusters: ${names.join(' and ')} together (${count})`),
    ...(vcovInfo.periods === undefined ? [] : [`periods: ${vcovInfo.periods}`]),
    ...(vcovInfo.information === undefined ? [] : [`information: ${vcovInfo.information}`]),
    ...(vcovInfo.small === '' ? [] : [`finite samples: ${vcovInfo.small}`]),
    `inference: ${distribution}`,
  ];
}

const STATISTICS: Readonly<Partial<Record<StatName, string>>> = {
  r2: 'R²',
  r2Within: 'R² within',
  r2Between: 'R² between',
  r2Overall: 'R² overall',
  r2Adj: 'R² adjusted',
  r2AdjWithin: 'R² adjusted within',
  r2Lsdv: 'R² with dummies',
  rmse: 'Root MSE',
  sigmaU: 'sigma_u',
  sigmaE: 'sigma_e',
  ymean: 'Mean of outcome',
  turningPoint: 'Turning point',
  ll: 'Log likelihood',
};

/** Statistics that have lines of their own, or interest few; `--json` has them all. */
const ELSEWHERE: readonly StatName[] = [
  ...(['n', 'f', 'fDf1', 'fDf2', 'fP', 'kCounted', 'rss', 'mss', 'r2AdjLsdv', 'dfAbsorbed'] as const),
  ...([
    'dfAbsorbedNested',
    'dfAbsorbedUnclustered',
    'corrUXb',
    'groupMin',
    'groupAvg',
    'groupMax',
    'groupHarmonicMean',
  ] as const),
  ...(['aic', 'bic'] as const),
];

/** `labelOf`: by which tables call a statistic; undefined for those of other programs. */
function statistics(
  shown: Fit,
  said: ShowWords = pageWords.en,
  labelOf: (name: string) => string | undefined = (name) => ownValue(STATISTICS, name) ?? ownValue(MORE, name)?.en,
): [string, string][] {
  const { stats } = shown;
  const lines: [string, string][] = [[said.observations, String(shown.nobs)]];
  if (shown.ngroups !== null) lines.push([said.groups, String(shown.ngroups)]);
  if (stats.groupMin !== undefined && stats.groupMax !== undefined) {
    const sizes = [...new Set([shortStat(stats.groupMin), shortStat(stats.groupMax)])].join('–');
    lines.push([said.rowsPerGroup, sizes]);
  }
  if (stats.f !== undefined) {
    const f = stats.f;
    lines.push(
      [`F(${degrees(stats.fDf1, f)}, ${degrees(stats.fDf2, f)})`, fixed(f, 2)],
      [said.overallF, fixed(stats.fP ?? f, 4)],
    );
  }
  const add = (name: string, value: Stat | undefined): void => {
    if (value === undefined) return;
    const isShare = named.has(name) && name.startsWith('r2');
    lines.push([labelOf(name) ?? name, isShare ? fixed(value, 4) : shortStat(value)]);
  };
  for (const name of statNames) if (!ELSEWHERE.includes(name)) add(name, stats[name]);
  for (const name of Object.keys(MORE)) add(name, stats[name]);
  // Statistics of other programs keep their own names.
  for (const [name, value] of Object.entries(stats))
    if (!Object.hasOwn(MORE, name) && !named.has(name)) add(name, value);
  return lines;
}

/** Degrees of freedom of a test, which has none where it is undefined. */
const degrees = (df: Stat | undefined, f: Stat): string =>
  typeof f === 'number' && df !== undefined ? shortStat(df) : '.';

function coefficients(shown: Fit): string[] {
  const { head, rows } = coefficientRows(shown);
  return headedLines([head, ...rows], bothSides, { closed: true });
}

const bothSides: ColumnSide[] = ['left', 'right'];

/** Marginal effects as a grid of their own. */
function marginLines(shown: Fit): string[] {
  if (shown.margins === undefined) return [];
  const { head, rows } = estimateRows(shown, marginsTitle(shown), shown.margins);
  return ['', ...headedLines([head, ...rows], bothSides, { closed: true })];
}

function marginsTitle({ margins = [], marginsAt }: Fit): string {
  const of = margins.some(({ term }) => term.startsWith('predict(')) ? 'predictions, dy/dx' : 'dy/dx';
  return marginsAt === 'means' ? `${of} at means` : `average ${of}`;
}

const coefficientRows = (shown: Fit) => estimateRows(shown, shown.outcome, shown.terms);

function estimateRows(
  shown: Fit,
  title: string,
  terms: Fit['terms'],
  { estimate, stdError, confidence } = pageWords.en,
): { head: string[]; rows: string[][] } {
  const letter = shown.inference === 'z' ? 'z' : 't';
  const head = [title, estimate, stdError, letter, `P>|${letter}|`, ...confidence];
  const columns = [
    terms.map((term) => term.term),
    alignPoints(terms.map((term) => shortNumber(term.estimate))),
    alignPoints(terms.map((term) => shortStat(term.stdError))),
    terms.map((term) => fixed(term.statistic, 2)),
    terms.map((term) => fixed(term.pValue, 3)),
    alignPoints(terms.map((term) => shortStat(term.confLow))),
    alignPoints(terms.map((term) => shortStat(term.confHigh))),
  ];
  return { head, rows: terms.map((_, i) => columns.map((cells) => cells[i]!)) };
}

/** The levels that each effect takes up, where they are counted as `reghdfe` counts them. */
function absorbed(shown: Fit): string[] {
  const { head, rows, sides } = absorbedRows(shown);
  if (rows.length === 0) return [];
  return headedLines([head, ...rows], sides, { closed: true });
}

function absorbedRows(shown: Fit, said = pageWords.en): { head: string[]; rows: string[][]; sides: ColumnSide[] } {
  const counted = shown.absorbed.filter(({ redundant }) => redundant !== undefined);
  const rows = counted.map(({ name, levels, redundant, nested }) => {
    const counts = [levels, redundant!, levels - redundant!].map(String);
    return [name, ...counts, nested ? said.nested : ''];
  });
  const sides: ColumnSide[] = ['left', 'right', 'right', 'right', 'left'];
  return { head: said.absorbedHeads, rows, sides };
}

function osterRemark({ oster }: Fit): string[] {
  if (oster === undefined) return [];
  const { treatment, delta, beta, forBeta, forDelta, rmax, r2 } = oster;
  const kind = r2 === 'r2Within' ? 'within R²' : 'R²';
  const found = `δ = ${shortStat(delta)} for β = ${forBeta}, β* = ${shortStat(beta)} for δ = ${forDelta}`;
  return [`Oster, ${treatment}: ${found} (largest ${kind} ${shortNumber(rmax)})`];
}

/** Says where the root MSE changes with the clusters. */
function countedRemark({ stats }: Fit): string[] {
  const { dfAbsorbed, dfAbsorbedNested, dfAbsorbedUnclustered } = stats;
  if (typeof dfAbsorbedUnclustered !== 'number') return [];
  const more = (dfAbsorbed as number) + (dfAbsorbedNested as number) - dfAbsorbedUnclustered;
  const degrees = more === 1 ? '1 degree of freedom' : `${more} degrees of freedom`;
  const what = 'Root MSE, sigma_e and adjusted R² count every level of effects within the clusters, as `reghdfe` does';
  return [`${what}: ${degrees} fewer than without clusters`];
}

/** `label` gives the names that a reader knows. */
function remarks(shown: Fit, label = (name: string): string => name): string[] {
  const undefinedStats = Object.entries(shown.stats).filter(([name]) => !['fDf1', 'fDf2', 'fP'].includes(name));
  return [
    ...[...(shown.lincom ?? []), ...(shown.nlcom ?? [])].map(
      (row) =>
        `${row.term} = ${row.of}: ${shortNumber(row.estimate)} (std. err. ${shortStat(row.stdError)}, p = ${fixed(row.pValue, 4)})`,
    ),
    ...shown.tests.map(
      (test) => `${test.name}${turnText(test)}: ${shortStat(test.statistic)} (p = ${fixed(test.pValue, 4)})`,
    ),
    ...osterRemark(shown),
    ...countedRemark(shown),
    ...Object.entries(shown.bases ?? {}).map(([factor, level]) => `base of ${label(factor)}: ${level}`),
    ...droppedInWords(shown).map(
      ({ name, lost, reason }) =>
        `omitted: ${lost === null ? label(name) : `${lost} terms of ${label(name)}`} (${reason})`,
    ),
    ...shown.rowsLost.map((lost) => `rows not used: ${lost.count} (${bracket(lost.cause, lost.detail)})`),
    ...undefinedStats.flatMap(([name, value]) =>
      typeof value === 'object' ? [`undefined: ${name} (${value.invalid})`] : [],
    ),
  ];
}

const warningLines = ({ warnings }: Fit, hides: Hides): string[] =>
  warnings
    .map((warning) => withoutValues(warning, hides))
    .map(({ message, hint }) => `warning: ${message}${hint === undefined ? '' : ` (${hint})`}`);

/** Words for the result of a U test, or for the set of a test; empty for other tests, and where it could not be made. */
function turnText(test: TestResult): string {
  const { shape, extreme, fieller, fiellerKind, level, beyond } = test as TestResult &
    Partial<UTest> & { beyond?: number };
  if (test.set !== undefined) return setText(test);
  if (test.name !== 'u-test' || shape === undefined) return '';
  const ends = fieller === undefined || 'invalid' in fieller ? 'the whole line' : fieller.map(shortNumber).join(' to ');
  const set = `${fixed(100 * level!, 0)}% Fieller ${fiellerKind === 'complement' ? 'outside ' : ''}${ends}`;
  return ` (${shape}, extreme point ${shortStat(extreme!)}, ${set}, ${fixed(100 * beyond!, 1)}% of rows beyond)`;
}

/** The set of values that a test does not reject; empty where it has none. */
function setText({ set, level }: TestResult): string {
  const { pieces } = set as Partial<ConfidenceSet>;
  if (pieces === undefined) return '';
  const parts = pieces.map(
    ([low, high]) =>
      `${low === null ? '(−∞' : `[${shortNumber(low)}`}, ${high === null ? '∞)' : `${shortNumber(high)}]`}`,
  );
  return ` (${fixed(100 * (level as number), 0)}% set ${parts.length === 0 ? 'empty' : parts.join(' ∪ ')})`;
}

const bracket = (what: string, detail: string): string => (detail === '' ? what : `${what}: ${detail}`);
