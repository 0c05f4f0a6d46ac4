/** Builds tables of moderation: the regression with its product, and below it the effect along the moderator. */

import type { Fit } from '../../src/econ/fit.ts';
import type { JohnsonNeyman } from '../../src/econ/moderation/johnson-neyman.ts';
import type { MarginalEffect, Moderation } from '../../src/econ/moderation/moderation.ts';
import {
  type Below,
  namesBelow,
  optionsAbove,
  type RowsBelow,
  rowsBelow,
  undefinedBelow,
  withRowsBelow,
} from '../../src/table/builders/below.ts';
import type { BuildContext, Builder, Built, Group, TableSource } from '../../src/table/builders/builder.ts';
import { footerNames } from '../../src/table/builders/footer.ts';
import { sentence, tells } from '../../src/table/builders/notes.ts';
import { regression } from '../../src/table/builders/regression.ts';
import { formatNumber, legible, readable, vanishes } from '../../src/table/number.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import { defaultCell } from '../../src/table/template/cell.ts';
import { han } from '../../src/table/words/han.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { statLabels, testLabels } from '../../src/table/words/stat-labels.ts';
import { moderationResult } from './result.ts';

const atRow = (name: string, at: MarginalEffect['at'], en: string, zh: string): RowsBelow<Moderation> => {
  const found = ({ marginalEffects }: Moderation): MarginalEffect => marginalEffects.find((each) => each.at === at)!;
  return {
    [name]: {
      en: `Effect at ${en}`,
      zh: han`${zh}处的效应`,
      csv: `Effect at ${at}`,
      of: (result) => ({ is: 'number', value: found(result).estimate, pValue: found(result).pValue }),
    },
    [`${name}Se`]: {
      en: '',
      zh: '',
      csv: `SE at ${at}`,
      of: (result) => ({ is: 'number', value: found(result).stdError, wrap: ['(', ')'] }),
    },
  };
};

const share = ({ johnsonNeyman }: Moderation): Below =>
  'invalid' in johnsonNeyman
    ? { is: 'number', value: johnsonNeyman }
    : { is: 'percentage', value: johnsonNeyman.shareSignificant };

const rows: RowsBelow<Moderation> = {
  ...atRow('effectLow', 'mean-sd', 'mean − SD', '均值−1标准差'),
  ...atRow('effectMean', 'mean', 'mean', '均值'),
  ...atRow('effectHigh', 'mean+sd', 'mean + SD', '均值+1标准差'),
  shareSignificant: { en: 'Rows where significant', zh: '显著区间内样本占比', csv: 'Share significant', of: share },
};

const usual = Object.keys(rows);
const parts = [
  ...(['fit', 'treatment', 'moderator', 'interaction', 'scale', 'scaledTreatment', 'level'] as const),
  ...(['marginalEffects', 'johnsonNeyman', 'means'] as const),
];

export const moderation: Builder = {
  type: moderationResult.type,
  parts,
  stats: [...Object.keys(statLabels), ...Object.keys(testLabels), ...Object.keys(rows)],
  usualCell: () => defaultCell,
  footer: footerNames,
  sideBySide: true,
  hasFits: true,
  build,
};

const read = (source: TableSource): Moderation =>
  Object.fromEntries(parts.map((part) => [part, source.part(part)])) as unknown as Moderation;

function build(groups: readonly Group[], context: BuildContext): Built {
  const found = groups.map((group) => group.sources.map(read));
  const regressions = groups.map((group, g) => ({
    ...group,
    sources: group.sources.map((source, i) => ({ ...source, part: partOf(found[g]![i]!.fit) })),
  }));
  const built = regression.build(regressions, { ...context, options: optionsAbove(context, rows) });
  const names = withErrors(namesBelow(rows, usual, context), context);
  const below = found.map((results) => {
    const placed = results.map((result, column) => ({ result, column }));
    return rowsBelow(rows, names, placed, built.columns.length, context);
  });
  const results = found.flat();
  return {
    ...built,
    panels: withRowsBelow(built.panels, below),
    notes: [
      ...built.notes,
      ...notesOf(results, names, context),
      ...undefinedBelow(
        rows,
        names.filter((name) => !name.endsWith('Se')),
        results,
        context,
      ),
    ],
    data: { ...built.data, rows: [...built.data.rows, ...results.map(({ fit: _, ...rest }) => rest)] },
  };
}

const partOf = (fit: Fit) => (name: string) => fit[name as keyof Fit] as ReturnType<TableSource['part']>;

/** The error of an effect stands below it wherever the effect does. */
function withErrors(names: readonly string[], { options }: BuildContext): string[] {
  if (options.stats === null) return names.filter((name) => !name.endsWith('Se') || names.includes(name.slice(0, -2)));
  return names.flatMap((name) => (Object.hasOwn(rows, `${name}Se`) ? [name, `${name}Se`] : [name]));
}

function notesOf(results: readonly Moderation[], names: readonly string[], context: BuildContext): string[] {
  const { book } = context;
  const isZh = book.language === 'zh';
  const notes: string[] = [];
  if (!tells(context, 'method')) return notes;
  for (const result of results) {
    const [x, w] = [termLabel(result.treatment, book), termLabel(result.moderator, book)];
    if (result.scale !== 'none') notes.push(isZh ? scaledZh(result, x, w) : scaledEn(result, x, w));
    if (!names.includes('shareSignificant') || 'invalid' in result.johnsonNeyman) continue;
    notes.push(regionNote(result, result.johnsonNeyman, x, w, context));
  }
  return [...new Set(notes)].map((note) => sentence(note, context));
}

function scaledEn({ scale, scaledTreatment }: Moderation, x: string, w: string): string {
  const what = scaledTreatment ? `${x} and ${w} are` : `${w} is`;
  const how = scale === 'centre' ? 'centred at' : 'standardised by';
  const by = scale === 'centre' ? '' : ' and standard deviation';
  const means = `${scaledTreatment ? 'their mean' : 'its mean'}${by}${scaledTreatment && scale === 'centre' ? 's' : ''}`;
  return `${what} ${how} ${means} over the rows used, so that the coefficient of ${x} is its effect at the mean of ${w}`;
}

const scaledZh = ({ scale, scaledTreatment }: Moderation, x: string, w: string): string =>
  han`${scaledTreatment ? han`${x}与${w}` : w}已按所用样本${scale === 'centre' ? '中心化' : '标准化'}，${x}的系数为${w}取均值时的效应`;

function regionNote(
  { level }: Moderation,
  { roots, significant, range, shareSignificant }: JohnsonNeyman,
  x: string,
  w: string,
  { book, options }: BuildContext,
): string {
  const isZh = book.language === 'zh';
  const text = (value: number): string => {
    const format = numberFormat(options, ['johnsonNeyman']);
    return readable(formatNumber(value, vanishes(value, format) ? legible(value, format) : format));
  };
  const percent = `${Number((100 - 100 * level).toPrecision(12))}%`;
  const [low = 0, high = 0] = roots;
  const observed = range.map(text) as [string, string];
  const shown = formatNumber(100 * shareSignificant, { digits: 1, style: 'fixed', thousands: false, zeros: 'keep' });
  const between = [text(low), text(high)] as const;
  if (isZh) {
    const where = {
      inside: han`在${w}位于 [${between[0]}, ${between[1]}] 之内时显著`,
      outside: han`在${w}小于 ${between[0]} 或大于 ${between[1]} 时显著`,
      everywhere: han`在${w}的任何取值处均显著`,
      nowhere: han`在${w}的任何取值处均不显著`,
    }[significant];
    return han`Johnson–Neyman：${x}的效应在 ${percent} 水平上${where}；${w}的取值范围为 ${observed[0]} 至 ${observed[1]}，${shown}% 的样本处于显著区间`;
  }
  const where = {
    inside: `where ${w} lies in [${between[0]}, ${between[1]}]`,
    outside: `where ${w} lies below ${between[0]} or above ${between[1]}`,
    everywhere: `at every value of ${w}`,
    nowhere: `at no value of ${w}`,
  }[significant];
  return `Johnson–Neyman: the effect of ${x} is significant at ${percent} ${where}; ${w} runs from ${observed[0]} to ${observed[1]}, and ${shown}% of the rows lie in that region`;
}
