/** A plan amended after edits of the pipeline is the plan that a whole load and expansion gives. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../../src/base/brand.ts';
import { canonicalJson } from '../../../../src/base/canonical.ts';
import type { Kinds } from '../../../../src/engine/kinds.ts';
import { expand, type Plan } from '../../../../src/engine/pipeline/expand.ts';
import { loadSpec } from '../../../../src/engine/pipeline/load.ts';
import { type Levels, type Making, type Planned, servicesOf } from '../../../../src/engine/resume/planned.ts';
import { replan } from '../../../../src/engine/resume/replan.ts';
import { ProjectFiles } from '../../../../src/engine/system/files.ts';
import { allKinds } from '../../../../steps/registry.ts';

const root = join(import.meta.dirname, '../../../..');
const kinds: Kinds = new Map(
  allKinds().map((kind) => [
    kind.name,
    { name: kind.name, kind, code: { digest: kind.name, files: {}, packages: {} }, module: null } as never,
  ]),
);

type Whole = Planned & { readonly making: Making };

/** As a run from nothing plans it; undefined when something is wrong. The column that is split by holds what is declared. */
function whole(text: string): Whole | undefined {
  const { spec, problems, misfits } = loadSpec('pipeline.yaml', text, kinds);
  if (!spec || problems.length > 0 || misfits.length > 0) return undefined;
  let levels: Levels = new Map();
  for (;;) {
    const plan: Plan = expand(spec, kinds, new ProjectFiles(root), levels);
    if (plan.problems.length > 0) return undefined;
    const asked = [...new Set([...plan.graph.levels.values()].flat())];
    if (asked.every((id) => levels.has(id)))
      return { ...plan, levels, services: servicesOf(spec), making: { text, ids: plan.ids, asked: plan.asked } };
    levels = new Map(asked.map((id): [NodeId, readonly string[]] => [id, spec.project.variables.region?.levels ?? []]));
  }
}

/** All that is written of a plan, in order. */
function written({ graph, levels, warnings, making }: Whole): unknown {
  const nodes = [...graph.nodes.values()].map(({ loaded, ...node }) => ({ ...node, kind: loaded.name }));
  return JSON.parse(
    JSON.stringify({ nodes, steps: [...graph.levels], levels: [...levels], warnings, ids: [...making.ids] }),
  );
}

const recipe = ({ graph }: Planned, id: NodeId): string => {
  const { loaded, params, inputs, outputs, seed } = graph.nodes.get(id)!;
  return canonicalJson([loaded.name, params, inputs, outputs ?? null, seed ?? null]);
};

/** Whether the edit could be amended. */
function check(before: Whole, text: string): { amended: boolean; after: Whole | undefined } {
  const after = whole(text);
  const amended = replan(before, 'pipeline.yaml', text, kinds, new ProjectFiles(root));
  if (!amended) return { amended: false, after };
  expect(after).toBeDefined();
  expect(written(amended.planned as Whole)).toEqual(written(after!));
  for (const id of after!.graph.nodes.keys()) {
    const same = before.graph.nodes.has(id) && recipe(before, id) === recipe(after!, id);
    if (!same) expect(amended.anew).toContain(id);
  }
  return { amended: true, after: amended.planned as Whole };
}

const flagship = readFileSync(join(root, 'pipeline.yaml'), 'utf8');

type Edit = (lines: readonly string[], at: number) => readonly string[];

const edits: Readonly<Record<string, Edit>> = {
  remove: (lines, at) => lines.toSpliced(at, 1),
  repeat: (lines, at) => lines.toSpliced(at, 0, lines[at]!),
  comment: (lines, at) => lines.toSpliced(at, 0, '# a comment'),
  'comment behind': (lines, at) => lines.with(at, `${lines[at]} # a comment`),
  blank: (lines, at) => lines.toSpliced(at, 0, ''),
  number: (lines, at) =>
    lines.with(
      at,
      lines[at]!.replace(/\d+/, (digits) => String(Number(digits) + 1)),
    ),
  name: (lines, at) => lines.with(at, lines[at]!.replace(/^( +\w+)(:)/, '$1x$2')),
  word: (lines, at) => lines.with(at, lines[at]!.replace(/NQP/, 'AI')),
  swap: (lines, at) => lines.with(at, lines[at + 1] ?? '').with(Math.min(at + 1, lines.length - 1), lines[at]!),
  'rename step': (lines) => lines.map((line) => line.replace(/\bvif\b/, 'inflation')),
  'move step': (lines, at) => moved(lines, at),
};

/** Words that other steps see too: of a base, of a frame's columns, of what any step may name. */
const words: readonly (readonly [string, string])[] = [
  ['csw0($controls)', '$controls'],
  ['[1, 99]', '[5, 95]'],
  ['/ 1000000', '/ 100'],
  ['DigEco: web', 'Digital: web'],
  ['base: baseline.main', 'base: baseline.quadratic'],
  ['id: quadratic', 'id: square'],
  ['name: NQP', 'name: Forces'],
  ['on: HC', 'on: Patent'],
  ['controls: [Education, Patent', 'controls: [Patent, Education'],
  ['no_2020: year != 2020', 'no_2020: year != 2019'],
  ['label: Education', 'label: Schooling'],
  ['cluster(province)', 'cluster(year)'],
  ['from: baseline', 'from: [baseline.main]'],
  ['levels: [East, Central', 'levels: [Central, East'],
];

/** The entry at a line goes to the end of the steps. */
function moved(lines: readonly string[], at: number): readonly string[] {
  const isStart = (line: string): boolean => /^ {0,2}\w/.test(line);
  const start = lines.findLastIndex((line, i) => i <= at && isStart(line));
  const end = lines.findIndex((line, i) => i > start && isStart(line));
  const claims = lines.indexOf('claims:');
  if (!/^ {2}\w/.test(lines[start] ?? '') || end < 0 || end >= claims || start < lines.indexOf('steps:')) return lines;
  return [...lines.slice(0, start), ...lines.slice(end, claims), ...lines.slice(start, end), ...lines.slice(claims)];
}

const start = whole(flagship)!;

describe('an amended plan', () => {
  it.each(words)('is the one that the whole text gives where `%s` became `%s`, and back', (from, to) => {
    const text = flagship.replace(from, to);
    expect(text).not.toBe(flagship);
    const { after } = check(start, text);
    check(after ?? start, flagship);
  });

  it('is the one that the whole text gives, whatever line was edited', () => {
    let amended = 0;
    const edit = fc.tuple(fc.constantFrom(...Object.keys(edits)), fc.nat(flagship.split('\n').length - 2));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (sequence) => {
        let current = start;
        for (const [name, at] of sequence) {
          const lines = current.making.text.split('\n');
          const text = edits[name]!(lines, Math.min(at, lines.length - 1)).join('\n');
          const result = check(current, text);
          amended += result.amended ? 1 : 0;
          // An edit that is wrong is taken back.
          current = result.after ?? current;
        }
      }),
      { numRuns: 12, seed: 1 },
    );
    expect(amended).toBeGreaterThan(5);
  });
});
