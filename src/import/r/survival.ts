/** `survfit()` and `survdiff()` of survival: steps of `kind: survival`. Source: the reference manual of survival. */
import type { DraftStep, Value } from '../draft.ts';
import { NotUnderstood } from '../outcome.ts';
import type { Arguments } from './arguments.ts';
import { frameOf } from './data.ts';
import { numbersOf, valuesOf, worded } from './expression.ts';
import type { RFrame } from './frames.ts';
import type { Reading } from './reading.ts';
import { calledName, type RNode } from './tree.ts';

type Keys = Record<string, Value>;
type ColumnOf = (node: RNode | undefined) => string;

/** Endings of `Surv(time, status == 2)`, `Surv(start, stop, died)`. Throws NotUnderstood. */
function spellKeys(node: RNode, column: ColumnOf): Keys {
  const args = node.is === 'call' && calledName(node) === 'Surv' ? node.args : [];
  const names = ['time', 'event', 'time2'];
  if (args.some(({ name }) => name !== undefined && !names.includes(name)) || args.length < 2 || args.length > 3)
    throw new NotUnderstood('the left side of the formula is not read', 'write `Surv(time, died) ~ group`');
  if (args.some(({ name }) => name !== undefined))
    throw new NotUnderstood('`Surv()` with names of its arguments is not read', 'write `Surv(time, died)`');
  const [first, second, third] = args.map(({ value }) => value);
  const failure = failureOf(third ?? second!, column);
  return third === undefined
    ? { time: column(first), failure }
    : { time: column(second), failure, entry: column(first) };
}

/** `died`, `status == 2`, `status %in% c(1, 2)`. */
function failureOf(node: RNode, column: ColumnOf): Value {
  if (node.is === 'group') return failureOf(node.of, column);
  if (node.is !== 'binary' || !['==', '%in%'].includes(node.op)) return column(node);
  const values = valuesOf(node.right).map((each) => {
    if (each.is === 'number' || each.is === 'string') return each.value;
    throw new NotUnderstood('the values that mean an end are no values that stand there');
  });
  return { [column(node.left)]: values.length === 1 ? values[0]! : values };
}

interface Sides {
  readonly spell: RNode;
  readonly groups: readonly string[];
  readonly strata: readonly string[];
}

/** The spell, groups and strata of `Surv(time, died) ~ group + strata(site)`; no groups of `~ 1`. Throws NotUnderstood. */
function sidesOf(node: RNode, column: ColumnOf): Sides {
  if (node.is !== 'binary' || node.op !== '~') throw new NotUnderstood('the formula does not stand there');
  const parts = (each: RNode): readonly RNode[] =>
    each.is === 'binary' && each.op === '+' ? [...parts(each.left), ...parts(each.right)] : [each];
  const terms = parts(node.right).filter((each) => each.is !== 'number' || each.value !== 1);
  const isStratum = (each: RNode): each is RNode & { is: 'call' } =>
    each.is === 'call' && calledName(each) === 'strata' && each.args.length === 1;
  return {
    spell: node.left,
    groups: terms.filter((each) => !isStratum(each)).map(column),
    strata: terms.filter(isStratum).map(({ args }) => column(args[0]!.value)),
  };
}

function added(args: Arguments, reading: Reading, more: (hasGroups: boolean) => Keys): DraftStep {
  const formula = args.need('formula');
  const frame: RFrame | undefined = frameOf(args.need('data'), reading, true);
  const subset = args.take('subset');
  args.end();
  if (frame === undefined) throw new NotUnderstood('the data are not known', 'the line that reads them is not read');
  const { frames, draft, line } = reading;
  const column: ColumnOf = (node) => {
    if (node?.is !== 'name') throw new NotUnderstood('only columns stand there', 'make the column before that line');
    return frames.column(frame, node.name);
  };
  const { spell, groups, strata } = sidesOf(formula, column);
  const keys = spellKeys(spell, column);
  if (groups.length > 1 || strata.length > 1)
    throw new NotUnderstood('groups of several variables are not read', 'make one column of them');
  if (typeof keys.failure === 'string')
    reading.note(
      `\`Surv()\` takes 2 for an end where \`${keys.failure}\` is 1 and 2; \`failure: {${keys.failure}: 2}\` says so here`,
    );
  return draft.add('survival', 'survival', line, {
    from: frames.read(frame),
    ...keys,
    ...(groups.length > 0 && { by: groups[0]! }),
    ...(strata.length > 0 && { strata: strata[0]! }),
    ...(subset && { sample: worded(subset, (name) => frames.column(frame, name)) }),
    ...more(groups.length > 0),
  });
}

/** `survfit(Surv(time, died) ~ group, data)`, whose intervals are those of log S where nothing is said. */
export function survivalCurves(args: Arguments, reading: Reading): DraftStep {
  const [scale = 'log', level] = [args.text('conf.type'), args.take('conf.int')];
  if (!['log', 'log-log', 'plain'].includes(scale)) throw new NotUnderstood(`\`conf.type = "${scale}"\` is not read`);
  args.pass('timefix', 'model');
  return added(args, reading, () => ({
    interval: scale,
    ...(level && { level: Number((100 * numbersOf(level)[0]!).toPrecision(12)) }),
  }));
}

/** `survdiff(Surv(time, died) ~ group + strata(site), data, rho = 1)`. */
export function survivalTest(args: Arguments, reading: Reading): DraftStep {
  const rho = args.take('rho');
  const power = rho === undefined ? 0 : numbersOf(rho)[0];
  if (power !== 0 && power !== 1) throw new NotUnderstood('`rho` is 0 or 1 here');
  args.pass('timefix');
  return added(args, reading, (hasGroups) => {
    if (!hasGroups) throw new NotUnderstood('`survdiff()` without groups is not read');
    return { tests: [power === 1 ? 'fleming-harrington' : 'log-rank'] };
  });
}
