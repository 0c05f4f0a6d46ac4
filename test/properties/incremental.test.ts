/** After any sequence of edits an incremental build equals a clean build, and no node ran whose recipe was known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutKept } from '../support/kept.ts';
import type { ToyOptions } from '../support/toy.ts';
import { ToyProject, toyKinds } from '../support/toy.ts';

/** A world is data, steps that read columns or each other, and a printer; edits change one thing of it. */
interface World {
  columns: number[];
  sums: { columns: number[]; of: number[]; add: number }[];
  title: number;
  comment: number;
  factor: number;
}

type Edit =
  | { is: 'cell'; column: number; value: number }
  | { is: 'add'; sum: number; value: number }
  | { is: 'reads'; sum: number; column: number }
  | { is: 'grow'; column: number; of: number }
  | { is: 'shrink' }
  | { is: 'title'; value: number }
  | { is: 'comment'; value: number }
  | { is: 'code'; factor: number }
  | { is: 'forge' }
  | { is: 'delete' }
  | { is: 'undo' };

const small = fc.integer({ min: 0, max: 3 });
const editArbitrary: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ is: fc.constant('cell' as const), column: small, value: small }),
  fc.record({ is: fc.constant('add' as const), sum: small, value: small }),
  fc.record({ is: fc.constant('reads' as const), sum: small, column: small }),
  fc.record({ is: fc.constant('grow' as const), column: small, of: small }),
  fc.record({ is: fc.constant('shrink' as const) }),
  fc.record({ is: fc.constant('title' as const), value: small }),
  fc.record({ is: fc.constant('comment' as const), value: small }),
  fc.record({ is: fc.constant('code' as const), factor: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ is: fc.constant('forge' as const) }),
  fc.record({ is: fc.constant('delete' as const) }),
  fc.record({ is: fc.constant('undo' as const) }),
);

const START: World = {
  columns: [1, 2, 3, 4],
  sums: [
    { columns: [0, 1], of: [], add: 0 },
    { columns: [2], of: [], add: 1 },
    { columns: [], of: [0, 1], add: 0 },
  ],
  title: 0,
  comment: 0,
  factor: 1,
};

function edited(world: World, edit: Edit): World {
  const next = structuredClone(world);
  const sum = 'sum' in edit ? next.sums[edit.sum % next.sums.length]! : undefined;
  if (edit.is === 'cell') next.columns[edit.column] = edit.value;
  else if (edit.is === 'add') sum!.add = edit.value;
  else if (edit.is === 'reads') sum!.columns = [...new Set([...sum!.columns, edit.column])];
  else if (edit.is === 'grow' && next.sums.length < 6)
    next.sums.push({ columns: [edit.column], of: [edit.of % next.sums.length], add: 0 });
  else if (edit.is === 'shrink' && next.sums.length > 1) next.sums.pop();
  else if (edit.is === 'title') next.title = edit.value;
  else if (edit.is === 'comment') next.comment = edit.value;
  else if (edit.is === 'code') next.factor = edit.factor;
  return next;
}

function write(project: ToyProject, world: World): void {
  const order =
    world.comment % 2 === 0
      ? world.columns.map((_, i) => i)
      : world.columns.map((_, i) => world.columns.length - 1 - i);
  project.write('data/x.txt', `# ${world.comment}\n${order.map((i) => `x${i} ${world.columns[i]}\n`).join('')}`);
  const sums = world.sums.map(
    ({ columns, of, add }, i) =>
      `  s${i}: {kind: sum, from: data, columns: [${columns.map((c) => `x${c}`)}], of: [${of.map((s) => `s${s}`)}], add: ${add}}`,
  );
  const all = world.sums.map((_, i) => `s${i}`);
  project.write(
    'pipeline.yaml',
    [
      'papermake: 1',
      `# ${world.comment}`,
      'steps:',
      '  data: {kind: table, file: data/x.txt}',
      ...sums,
      `  p: {kind: print, of: [${all}], title: t${world.title}}`,
      `  q: {kind: print, of: [${all.at(-1)}]}`,
      '',
    ].join('\n'),
  );
}

async function cleanBuild(world: World): Promise<Record<string, string>> {
  const project = new ToyProject();
  try {
    write(project, world);
    await project.run(toyKinds({ factor: world.factor }));
    return project.outputs();
  } finally {
    project.dispose();
  }
}

/** Throws when the incremental build differs from the clean one or did more than it had to. */
async function holds(edits: readonly Edit[], broken: ToyOptions = {}): Promise<void> {
  const project = new ToyProject();
  const ranKeys = new Set<string>();
  try {
    let world = START;
    const past = [world];
    for (const edit of [{ is: 'comment', value: 0 } as Edit, ...edits]) {
      world = edit.is === 'undo' ? (past.at(-2) ?? world) : edited(world, edit);
      past.push(world);
      write(project, world);
      if (edit.is === 'forge') project.write('out/p.txt', 'forged');
      if (edit.is === 'delete') project.remove('out');
      const kinds = toyKinds({ factor: world.factor, ...broken });
      const run = await project.run(kinds);
      expect(run.failed).toEqual([]);
      const decisions = (await project.survey(kinds)).decisions;
      for (const id of run.ran) {
        const decision = decisions.get(id as never)!;
        const key = 'key' in decision ? decision.key : '';
        expect(ranKeys.has(key), `${id} ran again with a recipe it had run before`).toBe(false);
        ranKeys.add(key);
      }
      expect(withoutKept(project.outputs())).toEqual(await cleanBuild(world));
    }
  } finally {
    project.dispose();
  }
}

describe('incremental = clean, and minimal', () => {
  it('for random edit sequences', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(editArbitrary, { minLength: 1, maxLength: 6 }), (edits) => holds(edits)),
      { numRuns: 25 },
    );
  });

  it('and an engine whose keys leave out the code is caught', async () => {
    const broken = (edits: Edit[]): Promise<void> => holds(edits, { forgetCode: true });
    await expect(broken([{ is: 'code', factor: 2 }])).rejects.toThrow();
  });
});
