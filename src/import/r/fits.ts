/** Estimates of a script of R: calls that estimate, lists of them, and the same with other errors. */
import { parseFormula } from '../../econ/formula/formula.ts';
import type { DraftNode, Value } from '../draft.ts';
import { NotUnderstood } from '../outcome.ts';
import { Arguments } from './arguments.ts';
import { frameOf, unpiped } from './data.ts';
import { type Keys, OpenErrors } from './estimation.ts';
import { namesOf, worded } from './expression.ts';
import { dataNamedIn, dotted, formulaOf, overColumns } from './formula.ts';
import type { RFrame } from './frames.ts';
import { ofOutcomes } from './likelihood.ts';
import { byFirstColumns, effectsOf, errorsOf, estimators, places, sandwich } from './models.ts';
import type { Listed, Reading } from './reading.ts';
import { calledName, type RNode } from './tree.ts';

/** Estimates that an expression names or makes; undefined where it is none of these. */
export function listOf(node: RNode, reading: Reading, name?: string): readonly Listed[] | undefined {
  if (node.is === 'name') return reading.fits.has(node.name) ? reading.fitsOf(node.name) : undefined;
  if (node.is === 'call' && calledName(node) === 'list') {
    const found = node.args.flatMap(({ name: header, value }) => {
      const own = value === undefined ? undefined : listOf(value, reading);
      return own === undefined
        ? [undefined]
        : own.map((each) => ({ ...each, ...(header !== undefined && { header }) }));
    });
    return found.length === 0 || found.includes(undefined) ? undefined : (found as Listed[]);
  }
  return fitOf(node, name, reading);
}

/** The estimates of a call that estimates, or that gives an estimate other errors. */
export function fitOf(node: RNode, name: string | undefined, reading: Reading): readonly Listed[] | undefined {
  if (node.is === 'binary' && (node.op === '%>%' || node.op === '|>')) return fitOf(unpiped(node), name, reading);
  const called = calledName(node);
  if (called === undefined || node.is !== 'call') return undefined;
  const args = new Arguments(node.args, Object.hasOwn(places, called) ? places[called] : []);
  if (called === 'coeftest' || called === 'summary') return retested(called, args, name, reading);
  const estimator = Object.hasOwn(estimators, called) ? estimators[called] : undefined;
  if (estimator === undefined) return undefined;
  const written = formulaOf(args.take('fml') ?? args.take('outcome') ?? args.need('formula'), reading);
  const data = args.take('data', true);
  const found = dataOf(data, written, reading);
  const index = node.args.find((each) => each.name === 'index' || each.name === 'panel.id')?.value;
  const isFirst = found.panel === undefined && byFirstColumns.has(called);
  const usual = isFirst ? [...(found.columns ?? [])].slice(0, 2) : [];
  const [unit, time] = index === undefined ? usual : namesOf(index).map((each) => reading.frames.column(found, each));
  let own = unit === undefined ? found : reading.frames.index(found, unit, time, reading.line);
  const over = (text: string): string => {
    const made = overColumns(dotted(text, own), own, reading);
    own = made.frame;
    return made.formula;
  };
  const plain = ofOutcomes.has(called) ? written.replace(FACTOR_OUTCOME, '$1 ~') : written;
  const formula = over(plain);
  const sample = args.take('subset');
  const weights = args.take('weights');
  let keys: Keys;
  let open: OpenErrors | undefined;
  try {
    keys = estimator({
      args,
      formula,
      panel: own.panel,
      other: (each) => over(formulaOf(each, reading)),
      term: (each) => over(`~ ${reading.textOf(each).replace(/^~/, '')}`).replace(/^~\s*/, ''),
      firstOutcome: () => firstOutcome(plain.replace(/~.*$/s, '').replace(/^.*\$/s, '').trim(), own, reading),
      note: (text) => reading.note(text),
    });
  } catch (error) {
    if (!(error instanceof OpenErrors)) throw error;
    open = error;
    keys = error.keys;
  }
  args.end();
  refuseForeign(String(keys.fit));
  if (own !== found && data?.is === 'name') reading.frames.set(data.name, own);
  const column = (each: string): string => reading.frames.column(own, each);
  const rows = sample?.is === 'unary' && sample.op === '~' ? sample.of : sample;
  const all: Keys = {
    ...keys,
    ...(rows !== undefined && { sample: worded(rows, column) }),
    ...(weights !== undefined && { weights: weightsOf(weights, column) }),
  };
  if (open === undefined) return [{ node: reading.addColumn(own, name, all) }];
  // a later line may name the errors
  throw new OpenErrors(all, open.message, open.hint!, own);
}

const FACTOR_OUTCOME = /^\s*(?:as\.)?(?:factor|ordered)\(\s*([\p{L}\p{M}\p{N}._$]+)\s*\)\s*~/u;

function firstOutcome(outcome: string, frame: RFrame, reading: Reading): number | string {
  const base = frame.factors?.get(outcome);
  if (base !== undefined) return /^-?\d+$/.test(base) ? Number(base) : base;
  const file = frame.names?.has(outcome) === true ? undefined : reading.draft.fileOf(frame.step);
  const { file: path, ...keys } = Object.fromEntries(file?.keys ?? []);
  const read = reading.files.get(String(path)) ?? String(path);
  const [first] = (file && reading.host.levels(read, keys, outcome)) ?? [];
  if (first !== undefined) return first;
  throw new NotUnderstood(
    `the base is the first level of \`${outcome}\`, which only a run of R finds`,
    `name it in a line before: \`d$${outcome} <- relevel(factor(d$${outcome}), ref = "1")\``,
  );
}

/** The data of an estimate: those that it names, or those of which its formula has the columns, as in `d$y ~ d$x`. */
function dataOf(data: RNode | undefined, formula: string, reading: Reading): RFrame {
  const named = data === undefined ? dataNamedIn(formula) : undefined;
  if (data === undefined && named === undefined)
    throw new NotUnderstood(
      'the data are not named, and its variables are values of their own',
      'put them into a data frame, save it by `write.csv()`, and write `data =`',
    );
  const frame =
    data === undefined ? (reading.frames.get(named!) ?? reading.supposed(named!)) : frameOf(data, reading, true);
  if (frame !== undefined) return frame;
  throw new NotUnderstood(
    `the data \`${data === undefined ? named : reading.textOf(data)}\` are not known`,
    'the line that reads them is not read',
  );
}

/** Throws NotUnderstood where the formula has something that models here do not have. */
function refuseForeign(fit: string): void {
  const parsed = parseFormula(fit, {});
  if (parsed.ok) return;
  const [{ message, hint }] = parsed.problems;
  throw new NotUnderstood(`the formula \`${fit}\` is not read: ${message}`, hint);
}

const weightsOf = (node: RNode, column: (name: string) => string): Value =>
  worded(node.is === 'unary' && node.op === '~' ? node.of : node, column);

/** `coeftest(m, vcov = vcovHC(m, "HC1"))`, `summary(m, vcov = ~id)`: the model with other errors is a column of its own. */
function retested(
  called: string,
  args: Arguments,
  name: string | undefined,
  reading: Reading,
): readonly Listed[] | undefined {
  const of = args.take('object') ?? args.take('x', true);
  const [errors, cluster] = [
    args.take('vcov') ?? args.take('vcov.') ?? (called === 'coeftest' ? args.take('', true) : undefined),
    args.take('cluster'),
  ];
  const isNamed = errors !== undefined || cluster !== undefined;
  const open = isNamed && of?.is === 'name' ? reading.open.get(of.name) : undefined;
  if (open !== undefined && of?.is === 'name') {
    args.rest();
    const { vcov: _, ...model } = open.keys;
    const vcov = vcovOf(errors, cluster, open.keys);
    const keys = { ...model, ...(vcov !== undefined && { vcov }) };
    return [{ node: reading.addColumn(open.frame, name ?? of.name, keys) }];
  }
  const fits = of === undefined ? undefined : listOf(of, reading);
  if (fits === undefined) return undefined;
  if (errors === undefined && cluster === undefined) return name === undefined && of?.is === 'name' ? [] : fits;
  args.rest();
  return fits.map(({ node }): Listed => {
    const keys = Object.fromEntries(node.entry!.keys) as Keys;
    const { vcov: _, ...model } = keys;
    const vcov = vcovOf(errors, cluster, keys);
    const own = name ?? `${node.entry!.id}_${reading.line}`;
    return { node: again(node, own, { ...model, ...(vcov !== undefined && { vcov }) }, reading) };
  });
}

/** The covariance that is named beside an estimate. */
function vcovOf(errors: RNode | undefined, cluster: RNode | undefined, keys: Keys): string | undefined {
  if (cluster !== undefined) return `cluster(${namesOf(cluster).join(' + ')})`;
  return errors?.is === 'call' ? sandwich(errors, keys) : errorsOf(errors, effectsOf(String(keys.fit)));
}

function again(node: DraftNode, name: string, keys: Keys, reading: Reading): DraftNode {
  const from = String(node.step.keys.get('from'));
  const step = reading.draft.steps.find((each) => each.name === from)!;
  return reading.addColumn({ step, lost: new Map() }, name, keys);
}
