/** Tests across estimates: `hausman` of two columns, `suest` and the tests behind it. Source: Stata's help of `hausman` and `suest`. */
import type { Value } from '../../draft.ts';
import { NotUnderstood, type Outcome } from '../../outcome.ts';
import type { Estimate, Reading, Stacked } from '../reading.ts';
import { Options, type Statement } from '../statement.ts';
import { wordsOf } from '../text.ts';
import { commandsOf, nothing, type StataCommand } from './command.ts';

/** The estimate that was stored by a name; the latest one for a dot. Throws NotUnderstood. */
export function storedAs(name: string, reading: Reading): Estimate {
  const found = name === '.' ? reading.last : reading.stored.get(name);
  if (found === undefined || 'line' in found) throw new NotUnderstood(`there is no estimate \`${name}\``);
  return found;
}

/** A step that compares the first column with the second. */
export function equalityOf(
  columns: readonly [Estimate, Estimate],
  keys: Readonly<Record<string, Value>>,
  { draft, bases, line }: Reading,
): Outcome {
  for (const { step, entry } of columns)
    if (entry === undefined) throw new NotUnderstood(`a step of \`kind: ${step.kind}\` is not compared`);
  if (columns[0].step !== columns[1].step)
    throw new NotUnderstood(
      'the estimates are of data at different places of the do-file',
      'generate all variables before both, so that they are of the data of one step',
    );
  const step = draft.add('equality', 'equality', line, { columns: [], ...keys });
  bases.set(step, { key: 'columns', estimate: columns });
  return { is: 'became', nodes: [{ step }] };
}

const suest: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  options.pass('level', 'robust', 'r', 'eform', 'dir');
  const [vce, own] = [options.value('vce'), options.value('cluster', 2)];
  options.end();
  const [, byVce] = /^cl\w*\s+(\S+)$/.exec(vce ?? '') ?? [];
  if (vce !== undefined && byVce === undefined && !/^r\w*$/.test(vce))
    throw new NotUnderstood(`the errors \`vce(${vce})\` of \`suest\` are not read`);
  const names = wordsOf(statement.body);
  if (names.length < 2) throw new NotUnderstood('`suest` of fewer than two estimates is not read');
  const cluster = byVce ?? own;
  reading.stacked = {
    estimates: new Map(names.map((name) => [name, storedAs(name, reading)])),
    cluster: cluster === undefined ? undefined : reading.data.mark(cluster),
  };
  return nothing('each test of its equations becomes a step of `kind: equality`');
};

const SIDE = String.raw`\[\s*(\w+)\s*\]\s*([^\s=\[\]+*/-]+)`;
const SAME_TERM = new RegExp(String.raw`^${SIDE}\s*(?:==?|-)\s*${SIDE}$`, 'u');
const SAME_EQUATION = /^\[\s*(\w+)\s*=\s*(\w+)\s*\]\s*(?::\s*(.*))?$/su;

/**
 * `test [a_mean]x = [b_mean]x`, several of these in parentheses, `test [a_mean = b_mean]: x z`, `lincom [a_mean]x - [b_mean]x`. `termOf`: the term of a
 * coefficient's name. Undefined where the statement names no equations.
 */
export function acrossEquations(
  { body, options }: Statement,
  reading: Reading,
  termsOf: (text: string) => readonly string[],
): Outcome | undefined {
  const named = body.replace(/_b\[\s*(\w+)\s*:([^[\]]+)\]/gu, (_, of: string, term: string) => `[${of}]${term.trim()}`);
  const text = named.replace(/\]\s*_b\[([^\]]+)\]/gu, ']$1');
  if (!/(?<!_b)\[/.test(text)) return undefined;
  const { stacked } = reading;
  if (stacked === undefined) throw new NotUnderstood('equations of one estimate are not read');
  if (options.length > 0) throw new NotUnderstood('options of tests of equations are not read');
  const groups = [...text.matchAll(/\(([^()]*)\)/g)].map(([, inside]) => inside!.trim());
  const found = (groups.length > 0 ? groups : [text.trim()]).map((each) => {
    const [, a, x, b, z] = SAME_TERM.exec(each) ?? [];
    if (a !== undefined && x === z) return { pair: [a, b!] as const, terms: termsOf(x!) };
    const [, first, second, list] = SAME_EQUATION.exec(each) ?? [];
    if (first === undefined) throw new NotUnderstood('only equality of the same coefficients of two equations is read');
    return { pair: [first, second!] as const, terms: list === undefined ? undefined : termsOf(list) };
  });
  const [{ pair }] = found as [(typeof found)[0]];
  if (found.some((each) => each.pair.join() !== pair.join()))
    throw new NotUnderstood('tests of more than two estimates together are not read', 'write a test of each two');
  const lists = found.map(({ terms }) => terms);
  const of = lists.includes(undefined) ? undefined : lists.flatMap((terms) => terms!);
  const columns = pair.map((name) => equationOf(name, stacked)) as [Estimate, Estimate];
  const { cluster } = stacked;
  return equalityOf(
    columns,
    {
      ...(of !== undefined && { of: of.length === 1 ? of[0]! : of }),
      ...(cluster !== undefined && { cluster }),
    },
    reading,
  );
}

/** The estimate of an equation, which is called by its name or begins with it: `a`, `a_mean`. Throws NotUnderstood. */
function equationOf(equation: string, { estimates }: Stacked): Estimate {
  const names = [...estimates.keys()].filter((name) => equation === name || equation.startsWith(`${name}_`));
  const [longest] = names.sort((a, b) => b.length - a.length);
  if (longest === undefined) throw new NotUnderstood(`\`suest\` has no equation \`${equation}\``);
  if (equation === `${longest}_lnvar`) throw new NotUnderstood('the variance of an equation is not compared');
  return estimates.get(longest)!;
}

const hausman: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  options.pass('alleqs', 'equations', 'df', 'force', 'skipeqs');
  const hasConstant = options.has('constant', 1);
  const sigma = options.has('sigmamore', 6) ? 'more' : options.has('sigmaless', 6) ? 'less' : undefined;
  options.end();
  const names = wordsOf(statement.body);
  const pair = [names[0] ?? '.', names[1] ?? '.'].map((name) => storedAs(name, reading)) as [Estimate, Estimate];
  const [within, random] = pair.map(({ entry }) => entry?.keys);
  const isUsual =
    within?.get('small') === 'xtreg' && random?.has('estimator') === true && within.get('fit') === random.get('fit');
  if (isUsual) {
    const { draft, bases, line } = reading;
    const keys: Record<string, Value> = { base: '', tests: ['hausman'], ...(sigma !== undefined && { sigma }) };
    const step = draft.add('diagnose', 'diagnose', line, keys);
    bases.set(step, { key: 'base', estimate: pair[0] });
    return { is: 'became', nodes: [{ step }] };
  }
  if (sigma !== undefined)
    throw new NotUnderstood(
      `\`sigma${sigma}\` of other models than fixed against random effects is not read`,
      '`kind: equality` with `by: hausman` takes each model’s own variance',
    );
  if (hasConstant) reading.note('Hausman’s test here compares the slopes; `of: [x, _cons]` adds the constant');
  return equalityOf(pair, { by: 'hausman' }, reading);
};

export const equality: readonly StataCommand[] = [
  ...commandsOf('suest', 'other', () => suest),
  ...commandsOf('hausman', 'other', () => hausman),
];
