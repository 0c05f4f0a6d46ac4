/** Notes of tables of groups: how they are compared, by which weights, and why a number is not defined. */

import { adjustedBy } from '../../src/table/builders/adjusted-by.ts';
import { type BuildContext, cellLines, type TableSource } from '../../src/table/builders/builder.ts';
import { starsNotes, tells } from '../../src/table/builders/notes.ts';
import { han } from '../../src/table/words/han.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { asLabelled } from '../../src/table/words/worded.ts';
import {
  ALL,
  type GroupTableShape,
  isPlain,
  jointsOf,
  pairLabel,
  printsErrorsBelow,
  rowsOf,
  statOf,
} from './by-group-shape.ts';
import { jointNotes, jointRowNames, undefinedJoint } from './table-joint.ts';
import { fieldsIn, templateInWords } from './table-template.ts';

/** The cell of a difference. */
export const usualCell = '{b}{stars}';

const methods = {
  unequal: { en: 'Differences are tested by Welch’s t test', zh: '差异的检验为 Welch t 检验' },
  equal: { en: 'Differences are tested by t tests with equal variances', zh: '差异的检验为等方差 t 检验' },
} as const;

const clusteredBy = {
  en: (column: string) => `differences are tested by t tests with standard errors clustered by ${column}`,
  zh: (column: string) => han`差异的检验为 t 检验，标准误聚类到${column}`,
} as const;

const errorsBelow = { en: 'standard errors of differences in parentheses', zh: '均值差括号内为其标准误' } as const;

export function notesFor(sources: readonly TableSource[], shape: GroupTableShape, context: BuildContext): string[] {
  const { book } = context;
  const notes: string[] = [];
  const told = (texts: Readonly<Record<'en' | 'zh', string>>): void => void notes.push(texts[book.language]);
  const compares = shape.shown.some(({ of }) => of === 'pair');
  if (tells(context, 'method')) {
    if (shape.template !== undefined) {
      const words = templateInWords(shape.template, context);
      if (!isPlain(shape) || shape.names[0] !== ALL) told({ en: `cells show ${words}`, zh: han`单元格内为${words}` });
    }
    for (const source of compares ? sources : []) {
      const cluster = source.part('cluster') as string | undefined;
      if (cluster === undefined)
        told(methods[(source.part('variances') as keyof typeof methods | undefined) ?? 'unequal']);
      else notes.push(clusteredBy[book.language](termLabel(cluster, book)));
      const adjust = source.part('adjust') as keyof typeof adjustedBy | undefined;
      if (adjust !== undefined) told(adjustedBy[adjust]);
      if (printsErrorsBelow(shape)) told(errorsBelow);
      if (jointRowNames(context).length > 0)
        notes.push(...jointNotes(jointsOf(source), headsOfPairs(shape, context), context));
    }
    notes.push(...weightNotes(sources, context));
  }
  if (compares && tells(context, 'stars'))
    notes.push(...starsNotes(cellLines(usualCell, starred(shape, context)), context));
  if (tells(context, 'undefined')) notes.push(...undefinedNotes(sources, shape, context));
  return [...new Set(notes)];
}

/** A template of descriptive statistics says nothing of the cell of a difference. */
const starred = ({ template }: GroupTableShape, context: BuildContext): BuildContext =>
  template === undefined ? context : { ...context, options: { ...context.options, cell: null } };

/** Gives the weights of the rows of each panel. */
export const weightNotes = (sources: readonly TableSource[], { words, book }: BuildContext): string[] =>
  sources.flatMap(({ view: { weights } }) =>
    weights ? [words.weighted(termLabel(weights.of, book), weights.is)] : [],
  );

/** Why a number that is shown is not defined, variable by variable. */
function undefinedNotes(sources: readonly TableSource[], shape: GroupTableShape, context: BuildContext): string[] {
  const { book, words } = context;
  const inCells = fieldsIn(shape.template ?? []);
  const reasons = sources.flatMap(rowsOf).flatMap((row) => {
    const values = shape.shown.flatMap((each) =>
      each.of === 'group' && each.statistic === null
        ? inCells.map((statistic) => statOf(row, { ...each, statistic }))
        : [statOf(row, each)],
    );
    const why = values.find((value) => typeof value === 'object');
    return why === undefined ? [] : [`${termLabel(row.variable, book)}${words.colon}${asLabelled(why.invalid, book)}`];
  });
  if (shape.foot.length > 0 && jointRowNames(context).length > 0)
    reasons.push(
      ...sources.flatMap((source) => undefinedJoint(jointsOf(source), headsOfPairs(shape, context), context)),
    );
  return reasons.length === 0 ? [] : [words.undefinedStat([...new Set(reasons)].join(words.semicolon))];
}

/** Gives what tells the pairs apart in notes; nothing where there is one. */
const headsOfPairs = ({ pairs, by }: GroupTableShape, context: BuildContext): readonly string[] =>
  pairs.length > 1 ? pairs.map((pair) => pairLabel(pair, by, context)) : [];
