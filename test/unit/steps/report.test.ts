import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../src/base/brand.ts';
import { canonicalJson } from '../../../src/base/canonical.ts';
import type { Artifact, ArtifactReader } from '../../../src/base/reader.ts';
import { saidArtifact } from '../../../src/engine/graph.ts';
import type { Complaint, NodeSpec, PlanContext, RunContext, Step } from '../../../src/engine/step.ts';
import { kindNamed } from '../../../steps/registry.ts';
import { fitOf, project, term } from '../../golden/fixtures.ts';
import { builtInKinds } from '../../support/built-in.ts';

const fits: Record<string, ReturnType<typeof fitOf>> = {
  'baseline.1': fitOf([term('NQP', 4.502, 0.664, 0.0001), term('_cons', -0.098, 0.122, 0.4)]),
  'baseline.2': fitOf([
    term('NQP', 1.966, 0.563, 0.001),
    term('Education', 0.046, 0.013, 0.001),
    term('_cons', -0.055, 0.126, 0.6),
  ]),
};

const nodes: Record<string, NodeSpec[]> = {
  baseline: Object.entries(fits).map(([id, fit]) => ({
    id: id as NodeId,
    params: { outcome: 'Gap', terms: fit.terms.map((t) => t.term).filter((t) => t !== '_cons'), absorb: ['province'] },
    inputs: {},
    view: { header: id === 'baseline.2' ? 'With education' : '', number: 1 },
  })),
  years: [{ id: 'years' as NodeId, params: { outcome: 'Gap', terms: ['NQP', 'i(year)'], absorb: [] }, inputs: {} }],
  describe: [{ id: 'describe' as NodeId, params: { variables: ['NQP'] }, inputs: {} }],
  panel: [{ id: 'panel' as NodeId, params: {}, inputs: {} }],
  mine: [{ id: 'mine' as NodeId, params: {}, inputs: {} }],
};
const kinds: Record<string, string> = {
  baseline: 'models',
  years: 'models',
  describe: 'describe',
  panel: 'ingest',
  mine: 'my_kind',
};

const report = kindNamed('report')!;
const kindOf = ({ id }: NodeSpec): string => kinds[id.split('.')[0]!]!;

function planned(
  tables: object,
  step: object = {},
  defaults: object = {},
): { nodes: readonly NodeSpec[]; complaints: Complaint[] } {
  const complaints: Complaint[] = [];
  const plan = {
    project: { title: null, samples: {}, ...project },
    keys: () => Object.keys(tables),
    said: () => undefined,
    kind: kindOf,
    columns: () => undefined,
    nodes: () => undefined,
    result: (node: NodeSpec) => {
      const [result] = builtInKinds.get(kindOf(node))?.kind.results ?? [];
      return result && { result, isOwn: true };
    },
    artifact: (node: NodeSpec) => saidArtifact(node, builtInKinds.get(kindOf(node))?.kind ?? {}),
    select: (reference: string, at: Complaint['path']) => {
      const found =
        nodes[reference] ??
        Object.values(nodes)
          .flat()
          .filter((node) => node.id === reference);
      if (found.length === 0)
        complaints.push({ code: 'unknown-node', message: reference, ...(at ? { path: at } : {}) });
      return found.length === 0 ? undefined : found;
    },
    file: (file: string, at: Complaint['path']) => {
      if (!file.includes('jurnal')) return {};
      complaints.push({ code: 'missing-file', message: file, ...(at ? { path: at } : {}) });
      return undefined;
    },
    complain: (complaint: Complaint) => complaints.push(complaint),
  } as unknown as PlanContext;
  const declared = {
    name: 'tables',
    kind: 'report',
    params: { tables, ...step },
    defaults,
    path: ['steps', 'tables'],
  } as unknown as Step<never>;
  return { nodes: report.expand!(declared, plan), complaints };
}

const templates = path.resolve(import.meta.dirname, '../../../templates');

async function run(node: NodeSpec, own: Record<string, string> = {}): Promise<Record<string, string>> {
  const artifact = (input: string): ArtifactReader => {
    const declared = node.inputs[input];
    if (declared?.is !== 'node') throw new Error(`undeclared input ${input}`);
    const fit = fits[declared.node] as unknown as Record<string, never>;
    const parts = Object.keys(fit).filter((part) => declared.parts === 'all' || declared.parts.includes(part));
    return { type: 'fit', parts, bytes: () => new Uint8Array(), json: (part) => fit[part]! };
  };
  const file = (input: string) => {
    const declared = node.inputs[input];
    if (declared?.is !== 'template') throw new Error(`undeclared input ${input}`);
    const text = own[declared.name] ?? readFileSync(path.join(templates, declared.name), 'utf8');
    return { path: declared.name, text: () => text, bytes: () => new TextEncoder().encode(text) };
  };
  const fail = (...complaints: Complaint[]): never => {
    throw new Error(complaints.map((c) => `${c.code} at ${c.param}: ${c.message}`).join('\n'));
  };
  const result = (await report.run({
    params: node.params,
    artifact,
    file,
    fail,
  } as unknown as RunContext<never>)) as Artifact;
  return Object.fromEntries([...result.parts].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
}

describe('report', () => {
  it('makes one node a table, and one for the style file', () => {
    const { nodes: made, complaints } = planned({
      baseline: { from: 'baseline' },
      second: { from: ['baseline.1'], formats: ['csv'] },
    });
    expect(complaints).toEqual([]);
    expect(made.map((node) => [node.id, node.outputs])).toEqual([
      ['tables.baseline', ['tex', 'md', 'html', 'csv', 'json'].map((e) => `out/tables/baseline.${e}`)],
      ['tables.second', ['out/tables/second.csv', 'out/tables/second.json']],
      ['tables.papermake', ['out/tables/papermake.sty']],
    ]);
    expect(planned({ a: { from: 'baseline', formats: ['csv'] } }).nodes.map((node) => node.id)).toEqual(['tables.a']);
  });

  it('reads what it prints: no covariance matrix, and the templates of its formats', () => {
    const [node] = planned({ a: { from: 'baseline', formats: ['csv', 'latex'] } }).nodes;
    expect(Object.keys(node!.inputs)).toEqual([
      'baseline.1',
      'baseline.2',
      'template:table.tex.hbs',
      'template:table.csv.hbs',
    ]);
    expect(node!.inputs['baseline.1']).toMatchObject({ is: 'node' });
    expect((node!.inputs['baseline.1'] as { parts?: readonly string[] }).parts).not.toContain('vcov');
  });

  it('puts the labels it prints in the key, and no others; all of it is canonical JSON', () => {
    const [node] = planned({ a: { from: 'baseline' } }).nodes;
    expect(Object.keys((node!.params as { variables: object }).variables).sort()).toEqual(['NQP', 'province']);
    expect(() => canonicalJson(node!.params)).not.toThrow();
  });

  it('writes the files it declared', async () => {
    const { nodes: made } = planned(
      { baseline: { from: 'baseline', notes: 'Own.' } },
      { notes: 'Step.' },
      { notes: ['Synthetic.'], stars: [0.001] },
    );
    const files = await run(made[0]!);
    expect(Object.keys(files).sort()).toEqual([...made[0]!.outputs!].sort());
    expect(files['out/tables/baseline.csv']).toContain('NQP,4.502*** (0.664)'.replace('***', '*'));
    expect(files['out/tables/baseline.md']).toContain('\\* p < 0.001. Own. Step. Synthetic.');
    const sidecar = JSON.parse(files['out/tables/baseline.json']!);
    expect(sidecar.rows[0].cells[0]).toMatchObject({ estimate: 4.502, stdError: 0.664, pValue: 0.0001, stars: '*' });
    expect(sidecar.columns[1]).toMatchObject({ node: 'baseline.2', header: 'With education', dfResid: 30, nobs: 372 });
    expect(Object.keys(await run(made[1]!))).toEqual(['out/tables/papermake.sty']);
  });

  it('lets the table win over the step, and the step over the defaults', () => {
    const digitsOf = (table: object, step: object, defaults: object) =>
      (planned({ a: { from: 'baseline', ...table } }, step, defaults).nodes[0]!.params as { digits: object }).digits;
    expect(digitsOf({}, {}, { digits: 1 })).toEqual({ default: 1 });
    expect(digitsOf({}, { digits: 2 }, { digits: 1 })).toEqual({ default: 2 });
    expect(digitsOf({ digits: 4 }, { digits: 2 }, { digits: 1 })).toEqual({ default: 4 });
  });

  it('lays out with a template of the user’s own, and says what is wrong with it', async () => {
    const [node] = planned({ a: { from: 'baseline', formats: ['markdown'], template: 'mine.md.hbs' } }).nodes;
    expect(Object.keys(node!.inputs)).toContain('template:mine.md.hbs');
    const files = await run(node!, { 'mine.md.hbs': 'Mine\n{{#each rows}}\n{{this}}\n{{/each}}\n' });
    expect(files['out/tables/a.md']).toMatch(/^Mine\n\| NQP/);
    await expect(run(node!, { 'mine.md.hbs': '{{nothing}}' })).rejects.toThrow(/bad-template at templates: .*nothing/);
    await expect(run(node!, { 'mine.md.hbs': '{{#each rows}}' })).rejects.toThrow(/bad-template/);
  });

  it('gives such a template every cell, estimate and statistic by name, and the built-in layout as a block', async () => {
    const [node] = planned({ a: { from: 'baseline', formats: ['markdown'], template: 'mine.md.hbs' } }).nodes;
    const text = [
      'NQP is {{cell.NQP.[1]}}, {{estimate.NQP.[1].stdError}} beside {{estimate.NQP.[baseline.2].estimate}}',
      'in {{stat.[1].nobs}} rows, R² {{stat.[1].r2Within}}{{#if cell.Patent}}, and patents{{/if}}',
      '{{> table}}',
    ];
    const withoutPatent = text.join('\n').replace(/\{\{#if.*if\}\}/, '');
    const files = await run(node!, { 'mine.md.hbs': withoutPatent });
    expect(files['out/tables/a.md']).toMatch(
      /^NQP is 4\.502\\\*\\\*\\\* \(0\.664\), 0\.664 beside \d\.\d{3}\nin 372 rows, R² 0\.\d{3}\n<!-- papermake: /,
    );
  });

  it('says at which line of a template what is wrong', async () => {
    const [node] = planned({ a: { from: 'baseline', formats: ['markdown'], template: 'mine.md.hbs' } }).nodes;
    const wrong = (template: string) => expect(run(node!, { 'mine.md.hbs': template })).rejects;
    await wrong('one\n  {{cell.NPQ.[1]}}\n').toThrow(
      /`mine\.md\.hbs:2:\d+` cannot lay out this table: there is no `NPQ`/,
    );
    await wrong('{{caption}}\n\n{{stat.[1].r2Wihin}}').toThrow(/`mine\.md\.hbs:3:\d+` .*: there is no `r2Wihin`/);
    await wrong('one\n{{#each rows}}\n').toThrow(/`mine\.md\.hbs:3` .*: Expecting .*got 'EOF'/);
    await wrong('one\n{{#each rows}}{{/if}}\n').toThrow(/`mine\.md\.hbs:2:\d+` .*: each doesn't match if/);
    await wrong('one\n{{> tabel}}\n').toThrow(/`mine\.md\.hbs.*tabel/);
  });

  it('shows kinds of a project’s own once their artifact is known', () => {
    const [node] = planned({ a: { from: 'mine' } }).nodes;
    expect(node!.params).toMatchObject({ type: null });
    expect(node!.inputs.mine).toMatchObject({ parts: 'all' });
  });

  it('complains at the option, with a hint', () => {
    const bad: [object, string, (string | number)[], string | undefined][] = [
      [{ from: 'baseline', formats: ['latx'] }, 'unknown-format', ['formats', 0], 'did you mean `latex`?'],
      [{ from: 'baseline', stats: ['n', 'r2Witin'] }, 'unknown-statistic', ['stats', 1], 'did you mean `r2Within`?'],
      [{ from: 'describe', stats: ['meen'] }, 'unknown-statistic', ['stats', 0], 'did you mean `mean`?'],
      [{ from: 'baseline', indicate: ['control'] }, 'unknown-set', ['indicate'], 'did you mean `controls`?'],
      [{ from: 'baseline', drop: ['Educaton'] }, 'unknown-term', ['drop'], 'did you mean `Education`?'],
      [{ from: 'years', drop: ['i(year)::*', 'NPQ'] }, 'unknown-term', ['drop'], 'did you mean `NQP`?'],
      [{ from: 'baseline', order: '$contrls' }, 'unknown-set', ['order'], 'did you mean `controls`?'],
      [{ from: 'baseline', cell: '{b}{star}' }, 'unknown-field', ['cell'], 'did you mean `stars`?'],
      [{ from: 'describe', layout: 'rows' }, 'no-models', ['layout'], undefined],
      [{ from: 'baseline', outcome: 'panel' }, 'no-panels', ['outcome'], undefined],
      [{ from: 'baseline', headers: ['one'] }, 'wrong-headers', ['headers'], undefined],
      [
        { from: 'baseline', headers: { 'baseline.3': 'x' } },
        'unknown-column',
        ['headers', 'baseline.3'],
        'did you mean `baseline.1`?',
      ],
      [{ from: 'baseline', digits: { NPQ: 2 } }, 'unknown-digits', ['digits', 'NPQ'], 'did you mean `NQP`?'],
      [{ from: 'baseline', template: 'mine.hbs' }, 'unknown-template', ['template'], undefined],
      [{ from: 'baseline', template: '../journal.tex.hbs' }, 'unknown-template', ['template'], undefined],
      [{ from: 'baseline', template: 'jurnal.tex.hbs' }, 'missing-file', ['template'], undefined],
      [{ from: 'panel' }, 'missing-columns', ['from'], '`columns: [a, b]` chooses them'],
      [
        { from: 'baseline', indicate: { Schooling: 'Educaton*' } },
        'unknown-term',
        ['indicate', 'Schooling'],
        undefined,
      ],
      [{ from: 'baseline', stars: [0.01, 0.05, 0.01] }, 'bad-stars', ['stars'], undefined],
      [{ from: 'baseline', keep: ['NQP', '$controls'], drop: 'Education' }, 'kept-and-dropped', ['drop'], undefined],
      [{ from: ['baseline', 'describe'] }, 'mixed-table', ['from'], undefined],
      [{ from: 'nothing' }, 'unknown-node', ['from'], undefined],
      [{}, 'missing-from', [], undefined],
      [
        {
          panels: [
            { title: 'A', from: 'baseline' },
            { title: 'B', from: 'baseline.1', headers: ['one', 'two'] },
          ],
        },
        'wrong-headers',
        ['panels', 1, 'headers'],
        undefined,
      ],
    ];
    for (const [entry, code, at, hint] of bad) {
      const { complaints, nodes: made } = planned({ a: entry });
      expect(complaints.map((c) => c.code)).toContain(code);
      const complaint = complaints.find((c) => c.code === code)!;
      expect(complaint.path).toEqual(['steps', 'tables', 'tables', 'a', ...at]);
      if (hint) expect(complaint.hint).toBe(hint);
      expect(made).toEqual([]);
    }
  });

  it('warns of a variable of the project that no column has, and plans the table', () => {
    const { complaints, nodes: made } = planned({
      a: { from: 'baseline', order: ['Patent', 'NQP'], digits: { Patent: 2 } },
    });
    expect(complaints.map(({ code, severity, path: at }) => [code, severity, at?.slice(4)])).toEqual([
      ['unknown-digits', 'warning', ['digits', 'Patent']],
      ['unknown-term', 'warning', ['order']],
    ]);
    expect(made.map(({ id }) => id)).toContain('tables.a');
  });

  it('points at the defaults where they are wrong', () => {
    expect(planned({ a: { from: 'baseline' } }, {}, { cell: '{x}' }).complaints[0]!.path).toEqual([
      'defaults',
      'report',
      'cell',
    ]);
  });

  it('refuses names that make no file', () => {
    for (const name of ['papermake', '../x', 'a b', ''])
      expect(planned({ [name]: { from: 'baseline' } }).complaints[0]?.code).toBe('bad-name');
  });
});
