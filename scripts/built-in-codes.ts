/** Digests of the code of the built-in step kinds, and of the methods that their nodes choose from: estimators, tables and plots. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BuiltInCodes } from '../src/app/kinds/built-in-codes.ts';
import { digestJson } from '../src/base/canonical.ts';
import { estimators } from '../src/econ/registry.ts';
import { bundleKinds, type KindText } from '../src/engine/code/code.ts';
import type { KindCode } from '../src/engine/kinds.ts';
import { plots } from '../src/figure/plots/registry.ts';
import { predictMethod } from '../steps/lib/predict/method.ts';
import { ANY, figureMethod, kindNames, plotMethod, resampleMethod, tableMethod } from '../steps/registry.ts';

const registry = 'src/econ/registry.ts';

/** Codes, each with the text that its digest is of. */
export interface BuiltIn {
  readonly kinds: Readonly<Record<string, KindText>>;
  readonly methods: Readonly<Record<string, KindText>>;
  /** Estimator → its predictions, which those that have any make by its numerics. */
  readonly predictions: Readonly<Record<string, KindText>>;
  /** Kind → what builds the tables that its room has. */
  readonly tables: Readonly<Record<string, KindText>>;
  /** Kind → what draws the plots that its room has. */
  readonly figures: Readonly<Record<string, KindText>>;
  /** Kind → what makes its results of samples. */
  readonly resampled: Readonly<Record<string, KindText>>;
  /** Plots of fits and data, by their names. */
  readonly plots: Readonly<Record<string, KindText>>;
  readonly planning: KindText;
}

/**
 * A kind's file or room is named after it, an estimator's folder too. The lists of estimators and of kinds stand apart from the code of kinds:
 * what they plan is in a node's parameters, and what a node runs of them is the one estimator, the one plot, or the tables of the one kind, that it names.
 */
export async function bundleBuiltIn(root: string): Promise<BuiltIn> {
  const estimates = Object.fromEntries(estimators.map(({ name }) => [name, `src/econ/${name}/fit.ts`]));
  const predictions = Object.fromEntries(
    estimators
      .filter((estimator) => estimator.predictions !== undefined)
      .map(({ name }) => [name, `src/econ/${name}/predict.ts`]),
  );
  const inRooms = (file: string): Files =>
    Object.fromEntries(
      kindNames
        .map((name): [string, string] => [name, `steps/${name}/${file}`])
        .filter(([, each]) => existsSync(path.join(root, each))),
    );
  const kinds = Object.fromEntries(kindNames.map((name) => [name, stepFile(root, name)]));
  const [beside, whole, { planning }] = await Promise.all([
    bundleGroups({ kinds, resampled: inRooms('resampled.ts') }, root, [registry]),
    bundleGroups(
      {
        methods: estimates,
        predictions,
        tables: inRooms('table.ts'),
        figures: inRooms('figure.ts'),
        plots: Object.fromEntries(plots.map(({ name }) => [name, `src/figure/plots/${name}.ts`])),
      },
      root,
    ),
    bundleGroups({ planning: { all: 'steps/registry.ts' } }, root, [estimates, predictions].flatMap(Object.values)),
  ]);
  return { ...beside, ...whole, planning: planning.all! };
}

/** Names → files, relative to the root. */
type Files = Readonly<Record<string, string>>;

/** Bundles groups of files in one call, which reads what they share once. */
async function bundleGroups<Group extends string>(
  groups: Readonly<Record<Group, Files>>,
  root: string,
  apart: readonly string[] = [],
): Promise<Record<Group, Record<string, KindText>>> {
  const each = Object.entries<Files>(groups) as [Group, Files][];
  const entries = each.flatMap(([group, files]) =>
    Object.entries(files).map(([name, file]): [string, string] => [`${group}/${name}`, file]),
  );
  const texts = await bundleKinds(Object.fromEntries(entries), { root, apart });
  return Object.fromEntries(
    each.map(([group, files]) => [
      group,
      Object.fromEntries(Object.keys(files).map((name) => [name, texts[`${group}/${name}`]!])),
    ]),
  ) as Record<Group, Record<string, KindText>>;
}

/** The file with all that nodes of a kind run: in its room, in that of the kind that it works for, or, of a small one, all of it. */
export function stepFile(root: string, kind: string): string {
  const [room, helper] = kind.split('-') as [string, string | undefined];
  const candidates = [`${room}/${helper ?? 'step'}.ts`, `${kind}.ts`].map((file) => `steps/${file}`);
  const found = candidates.find((file) => existsSync(path.join(root, file)));
  if (found === undefined) throw new Error(`kind \`${kind}\` stands in none of ${candidates.join(', ')}`);
  return found;
}

export async function builtInCodes(root: string): Promise<BuiltInCodes> {
  return codesOfBuiltIn(await bundleBuiltIn(root));
}

export function codesOfBuiltIn(built: BuiltIn): BuiltInCodes {
  const { kinds, methods, predictions, tables, figures, resampled, plots, planning } = built;
  const ofTables = codesOf(tables);
  return {
    kinds: codesOf(kinds),
    methods: {
      codes: {
        ...codesOf(methods),
        ...Object.fromEntries(
          Object.entries(codesOf(predictions)).map(([name, code]) => [
            predictMethod(name),
            together([methods[name]!.code, code]),
          ]),
        ),
        [predictMethod(ANY)]: together([...Object.values(codesOf(methods)), ...Object.values(codesOf(predictions))]),
        ...called(tableMethod, ofTables),
        ...called(figureMethod, codesOf(figures)),
        ...called(resampleMethod, codesOf(resampled)),
        ...called(plotMethod, codesOf(plots)),
        [plotMethod(ANY)]: together([...Object.values(codesOf(plots)), ...Object.values(codesOf(figures))]),
        [tableMethod(ANY)]: together(Object.values(ofTables)),
      },
      planning: planning.code.digest,
    },
  };
}

/** Codes by the names of methods. */
const called = (method: (name: string) => string, codes: Readonly<Record<string, KindCode>>) =>
  Object.fromEntries(Object.entries(codes).map(([name, code]) => [method(name), code]));

const together = (codes: readonly KindCode[]): KindCode => ({
  digest: digestJson(codes.map(({ digest }) => digest)),
  files: Object.assign({}, ...codes.map(({ files }) => files)),
  packages: Object.assign({}, ...codes.map(({ packages }) => packages)),
});

const codesOf = (bundled: Readonly<Record<string, KindText>>): Readonly<Record<string, KindCode>> =>
  Object.fromEntries(Object.entries(bundled).map(([name, { code }]) => [name, code]));
