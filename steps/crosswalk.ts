/** The kind `crosswalk`: values of old units brought to new ones by shares. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../src/base/schema.ts';
import type { PlanContext, Step } from '../src/engine/step.ts';
import type { DataComplaint } from '../src/frame/complaint.ts';
import { type CrosswalkDeclaration, crosswalk } from '../src/frame/shape/crosswalk.ts';
import { type KnownColumn, panelComplaints, takenTwice, unknown } from '../src/frame/shape/shaped.ts';
import { defineShape, frameWithLabels, fromStep, keysOf, listed, panelKey } from './lib/shape.ts';

const Params = strict({
  from: fromStep,
  shares: Type.String({
    description: 'a step that makes a frame of shares: a row for each old unit and new unit that it is a part of',
  }),
  on: Type.String({ description: 'the column of the old unit, in both frames' }),
  to: Type.String({ description: 'the column of the new unit, in `shares`' }),
  share: Type.String({
    description: 'the column of `shares` that says which part of the old unit goes to the new one; parts add up to 1',
  }),
  by: optional.either([Type.String(), Type.Array(Type.String())], 'columns that stay apart, such as the year'),
  sums: optional.either(
    [Type.String(), Type.Array(Type.String(), { minItems: 1 })],
    'columns that add up, such as output and people: each part has its share',
  ),
  means: optional.map(
    Type.String(),
    'columns that are averaged, such as prices, each with the column that weighs the old unit',
  ),
  unmatched: optional.oneOf(
    ['error', 'drop'],
    'rows whose unit has no shares: an error (default), or left out and counted',
  ),
  incomplete: optional.oneOf(
    ['error', 'keep', 'rescale'],
    'shares that do not add up to 1: an error (default), kept, or divided by their sum',
  ),
  panel: panelKey,
});
type Params = Static<typeof Params>;

export default defineShape({
  name: 'crosswalk',
  summary: 'Brings values of old units to new ones by shares: sums, weighted means',
  params: Params,
  lineage: ({ on, sums, means }: CrosswalkDeclaration) =>
    Object.fromEntries([
      ...sums.map((name) => [name, [on, name]]),
      ...Object.entries(means).map(([name, weight]) => [name, [on, name, weight]]),
    ]),
  judges: ({ on, by, means }) => [on, ...by, ...Object.values(means)],
  describe: node,
  columns: (step, plan) => columnsOf(declared(step), plan.columns(step.params.from), plan.columns(step.params.shares)),
  panel: (step) => keysOf(step).panel ?? null,
  make: (declaration, stored) => crosswalk(stored('data'), stored('shares'), declaration),
});

function declared(step: Step<Params>): CrosswalkDeclaration {
  const { on, to, share, by, sums, means = {}, unmatched = 'error', incomplete = 'error', panel = null } = keysOf(step);
  return { on, to, share, by: listed(by), sums: listed(sums), means, unmatched, incomplete, panel };
}

const made = ({ sums, means }: CrosswalkDeclaration): readonly string[] => [...sums, ...Object.keys(means)];

function columnsOf(
  declaration: CrosswalkDeclaration,
  known: readonly KnownColumn[] | undefined,
  shares: readonly KnownColumn[] | undefined,
): readonly KnownColumn[] {
  const { to, by } = declaration;
  const find = (name: string, columns: readonly KnownColumn[] | undefined): KnownColumn =>
    columns?.find((column) => column.name === name) ?? { name, type: null };
  return [
    find(to, shares),
    ...by.map((name) => find(name, known)),
    ...made(declaration).map((name): KnownColumn => ({ ...find(name, known), type: 'number' })),
  ];
}

function node(step: Step<Params>, plan: PlanContext) {
  const { from, shares } = keysOf(step);
  const source = plan.node(from, [...step.path, 'from']);
  const other = plan.node(shares, [...step.path, 'shares']);
  if (source === undefined || other === undefined) return undefined;
  const declaration = declared(step);
  const [known, ofShares] = [plan.columns(from), plan.columns(shares)];
  const { on, to, share, by, means } = declaration;
  const reads = [...new Set([on, ...by, ...made(declaration), ...Object.values(means)])];
  return {
    params: declaration,
    inputs: {
      data: frameWithLabels(source.id, reads),
      shares: frameWithLabels(other.id, [...new Set([on, to, share])]),
    },
    complaints: complaintsOf(declaration, known, ofShares),
  };
}

function complaintsOf(
  declaration: CrosswalkDeclaration,
  known: readonly KnownColumn[] | undefined,
  shares: readonly KnownColumn[] | undefined,
): readonly DataComplaint[] {
  const { on, to, share, by, sums, means, panel } = declaration;
  const columns = columnsOf(declaration, known, shares);
  const names = columns.map(({ name }) => name);
  const own = [
    check(on, known, ['on']),
    ...by.map((name, k) => check(name, known, ['by', k])),
    ...sums.map((name, k) => check(name, known, ['sums', k], 'number')),
    ...Object.entries(means).flatMap(([name, weight]) => [
      check(name, known, ['means', name], 'number'),
      check(weight, known, ['means', name], 'number'),
    ]),
    check(on, shares, ['on']),
    check(to, shares, ['to']),
    check(share, shares, ['share'], 'number'),
  ];
  const [old, other] = [known, shares].map((each) => each?.find(({ name }) => name === on)?.type ?? null);
  const differ =
    old !== null && other !== null && isText(old!) !== isText(other!)
      ? [{ code: 'types-differ', message: `\`${on}\` is ${old} in the data and ${other} in the shares`, path: ['on'] }]
      : [];
  const nothing =
    made(declaration).length > 0
      ? []
      : [{ code: 'missing-key', message: 'expected `sums` or `means`, got neither', path: ['on'] }];
  return [...own.flat(), ...differ, ...nothing, ...takenTwice(names, ['to']), ...panelComplaints(panel, columns)];
}

const isText = (type: string): boolean => type === 'string' || type === 'category';

/** A column that the frame lacks, or that holds text where numbers are expected. */
function check(
  name: string,
  columns: readonly KnownColumn[] | undefined,
  path: readonly (string | number)[],
  expected?: 'number',
): readonly DataComplaint[] {
  if (columns === undefined) return [];
  const column = columns.find((each) => each.name === name);
  if (column === undefined) return [unknown(name, path, columns)];
  if (expected === undefined || column.type === null || column.type === 'number') return [];
  return [
    {
      code: 'text-column',
      message: `\`${name}\` holds ${isText(column.type) ? 'text' : column.type}; numbers are expected here`,
      path,
    },
  ];
}
