/** Tests of estimates that are steps of their own: `vif`, `estat`, `xttest0`, `xttest3`, `xtcsd`. Sources: Stata's help; help files of xttest3 and xtcsd. */
import type { Value } from '../../draft.ts';
import { NotUnderstood, type Outcome } from '../../outcome.ts';
import type { Estimate, Reading } from '../reading.ts';
import { Options, type Statement } from '../statement.ts';
import { wordsOf } from '../text.ts';
import { commandsOf, nothing, type StataCommand } from './command.ts';

/** A step that is about an estimate, by the key that names it. */
function about(
  kind: string,
  key: string,
  estimate: Estimate,
  { draft, bases, line }: Reading,
  keys: Readonly<Record<string, Value>>,
): Outcome {
  if (estimate.entry === undefined) throw new NotUnderstood(`a step of \`kind: ${estimate.step.kind}\` takes no tests`);
  const step = draft.add(kind, kind, line, { [key]: '', ...keys });
  bases.set(step, { key, estimate });
  return { is: 'became', nodes: [{ step }] };
}

/** Terms of a column but those of factors, whose inflation depends on the base. Throws NotUnderstood. */
function termsOf({ entry }: Estimate): string[] {
  const [, right = ''] = String(entry?.keys.get('fit') ?? '').split(' ~ ');
  const terms = right.split(' | ')[0]!.split(' + ');
  if (terms.some((term) => /^i\(|:| - 1$|^1$/.test(term)))
    throw new NotUnderstood(
      'the inflation of factors and products is not read',
      '`{kind: vif, from: data, variables: [x1, x2]}` has that of variables',
    );
  return terms;
}

const vif: StataCommand['run'] = (_, reading) =>
  about('vif', 'sample_of', reading.last, reading, { variables: termsOf(reading.last) });

/** Effects that tables of `kind: did` show, by the words of `csdid` and `jwdid`. */
const ROWS: Readonly<Record<string, string>> = {
  simple: 'overall',
  event: 'event',
  group: 'group',
  calendar: 'calendar',
};

/** The first and the last time since treatment of `window(-5 3)`. Throws NotUnderstood. */
function eventsOf(window: string): Value {
  const numbers = wordsOf(window).map(Number);
  if (numbers.length !== 2 || !numbers.every(Number.isInteger))
    throw new NotUnderstood(`the window \`${window}\` is not read`, 'write `window(-5 3)`');
  return numbers;
}

const estat: StataCommand['run'] = (statement, reading) => {
  const [word = ''] = wordsOf(statement.body);
  if (word === 'vif') return vif(statement, reading);
  const { step, entry } = reading.last;
  const shown = ROWS[word];
  if (entry === undefined && shown !== undefined) {
    const options = new Options(statement);
    options.pass('post', 'level', 'esave', 'replace');
    const [window, name] = [options.value('window'), options.value('estore')];
    options.end();
    if (window !== undefined) step.keys.set('events', eventsOf(window));
    if (name !== undefined) reading.store(name);
    const rows = (step.keys.get('rows') ?? []) as string[];
    step.keys.set('rows', [...new Set([...rows, shown])]);
    return { is: 'became', nodes: [{ step }] };
  }
  if (/^(su\w*|vce|ic|esample)$/.test(word)) return nothing('`papermake show` has it');
  throw new NotUnderstood(
    `\`estat ${word}\` is not read`,
    '`stats` of a table, `kind: diagnose` and `kind: vif` have such statistics',
  );
};

/** The test of effects of units behind `xtreg, re`: of the same variables in the same rows. */
const xttest0: StataCommand['run'] = (_, { last, draft, line }) => {
  const { step, entry } = last;
  if (entry?.keys.has('estimator') !== true || entry.keys.has('weights'))
    throw new NotUnderstood('`xttest0` stands behind `xtreg, re`');
  const keys = ['fit', 'sample'].flatMap((key) => (entry.keys.has(key) ? [[key, entry.keys.get(key)!] as const] : []));
  const own = draft.add('diagnose', 'diagnose', line, {
    from: step.keys.get('from')!,
    ...Object.fromEntries(keys),
    tests: ['breusch-pagan'],
  });
  return { is: 'became', nodes: [{ step: own }] };
};

/** The test of a panel that a command is, of the latest estimate. */
const tested =
  (test: string, isMeant: (statement: Statement) => boolean = () => true): StataCommand['run'] =>
  (statement, reading) => {
    if (!isMeant(statement)) throw new NotUnderstood(`this form of \`${statement.command}\` is not read`);
    return about('diagnose', 'base', reading.last, reading, { tests: [test] });
  };

export const diagnosing: readonly StataCommand[] = [
  ...commandsOf('vif', 'other', () => vif),
  ...commandsOf('estat', 'other', () => estat),
  ...commandsOf('xttest0', 'other', () => xttest0),
  ...commandsOf('xttest3', 'other', () => tested('modified-wald')),
  ...commandsOf('xtcsd', 'other', () =>
    tested('pesaran-cd', ({ options }) => options[0]?.name.startsWith('pes') === true),
  ),
];
