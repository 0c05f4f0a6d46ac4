/** A step that makes no node is told, and not what follows from another complaint. */
import Type from 'typebox';
import { afterAll, expect, it } from 'vitest';
import { sha256 } from '../../../../src/base/canonical.ts';
import { printProblems } from '../../../../src/base/print.ts';
import type { Problem } from '../../../../src/base/problem.ts';
import type { Kinds, LoadedKind } from '../../../../src/engine/kinds.ts';
import { expand } from '../../../../src/engine/pipeline/expand.ts';
import { loadSpec } from '../../../../src/engine/pipeline/load.ts';
import { defineStep, type StepKind } from '../../../../src/engine/step.ts';
import { ProjectFiles } from '../../../../src/engine/system/files.ts';
import { ToyProject, toyKinds } from '../../../support/toy.ts';

/** Makes a node of each of the nodes that it names, for which it may wait. */
const each = defineStep({
  name: 'each',
  summary: 'a node for each that is named',
  params: Type.Object({ of: Type.Array(Type.String()), after: Type.Optional(Type.Boolean()) }),
  expand(step, plan) {
    if (step.params.after === true)
      plan.levels({ id: `${step.name}@levels` as never, kind: 'sum', params: {}, inputs: {} });
    return step.params.of
      .flatMap((name, i) => plan.select(name, [...step.path, 'of', i]) ?? [])
      .map(({ id }, i) => ({
        id: `${step.name}.${i}` as never,
        kind: 'sum',
        params: { of: [id] },
        inputs: { [id]: { is: 'node', node: id, parts: 'all' } as const },
      }));
  },
  run: () => ({}),
}) as StepKind;
/** Makes nothing of anything. */
const nothing = defineStep({
  name: 'nothing',
  summary: 'no node',
  params: Type.Object({ file: Type.Optional(Type.String()) }),
  expand(step, plan) {
    if (step.params.file !== undefined) plan.file(step.params.file, [...step.path, 'file']);
    return [];
  },
  run: () => ({}),
}) as StepKind;

const code = { digest: sha256('code'), files: {}, packages: {} };
const kinds: Kinds = new Map([
  ...toyKinds(),
  ...[each, nothing].map((kind): [string, LoadedKind] => [kind.name, { name: kind.name, kind, code, module: null }]),
]);

const project = new ToyProject();
afterAll(() => project.dispose());

function problemsOf(steps: string): { readonly problems: readonly Problem[]; readonly text: string } {
  const text = `papermake: 1\nsteps:\n${steps}`;
  const { spec, problems } = loadSpec('pipeline.yaml', text, kinds);
  expect(problems).toEqual([]);
  return { problems: expand(spec!, kinds, new ProjectFiles(project.root), new Map()).problems, text };
}
const codesOf = (steps: string): string[] => problemsOf(steps).problems.map(({ code }) => code);

it('points at what is empty, or at the step', () => {
  const { problems, text } = problemsOf('  one: {kind: sum}\n  none: {kind: each, of: []}\n  bare: {kind: nothing}\n');
  expect(printProblems(problems, () => text)).toBe(
    [
      'pipeline.yaml:4:22  `none` makes nothing',
      '    none: {kind: each, of: []}',
      '                       ~~',
      'hint: `of` is empty: list what it is to have, or remove the step',
      '',
      'pipeline.yaml:5:3  `bare` makes nothing',
      '    bare: {kind: nothing}',
      '    ~~~~',
      'hint: the kind `nothing` found nothing to do in it: say what, or remove the step',
    ].join('\n'),
  );
});

it('is not told where nodes are not known yet, or of who reads what is wrong', () => {
  expect(codesOf('  later: {kind: each, of: [], after: true}\n')).toEqual([]);
  const chain = '  one: {kind: each, of: [two]}\n  two: {kind: each, of: [three]}\n  three: {kind: sum, from: four}\n';
  expect(codesOf(chain)).toEqual(['unknown-step']);
});

it('is not told beside what was told of a file of the step', () => {
  expect(codesOf('  made: {kind: nothing, file: out/x.csv}\n  lost: {kind: nothing, file: x.csv}\n')).toEqual([
    'missing-file',
    'made-by-a-step',
  ]);
});
