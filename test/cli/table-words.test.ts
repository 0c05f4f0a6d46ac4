/**
 * Tables of every kind, with every statistic and in both languages, hold words of their language, labels and formatted numbers alone.
 * @module-tag slow
 */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tables } from '../../steps/registry.ts';
import { kindsWithoutStep } from '../fuzz/projects.ts';
import { builtInKinds } from '../support/built-in.ts';
import { Plans } from '../support/plans.ts';
import { data, head, steps } from '../support/spoken.ts';
import { Project } from './harness.ts';

const levelsOf = (column: string) => (column === 'q_region' ? ['丘陵', '平原'] : ['3', '上游', '下游']);
const pipeline = (report = ''): string =>
  `${head}steps:\n${Object.entries(steps)
    .map(([name, text]) => `  ${name}: ${text}\n`)
    .join('')}${report}`;

let project: Project;
const entries: string[] = [];
beforeAll(async () => {
  project = new Project({ ...data, 'pipeline.yaml': pipeline() });
  const planned = new Plans(project.root, builtInKinds, levelsOf).whole(pipeline());
  if (!('graph' in planned)) throw new Error(planned.map(({ message }) => message).join('\n'));
  const byStep = new Map<string, { type: string; ids: string[] }[]>();
  for (const node of planned.graph.nodes.values()) {
    const type = node.artifact;
    if (/[@]/.test(node.id) || typeof type !== 'string' || tables.of(type) === undefined) continue;
    const found = byStep.get(node.step) ?? [];
    byStep.set(node.step, found);
    const same = tables.of(type)!.sideBySide ? found.find((each) => each.type === type) : undefined;
    if (same) same.ids.push(node.id);
    else found.push({ type, ids: [node.id] });
  }
  for (const [step, groups] of byStep)
    for (const [g, { type, ids }] of groups.entries()) {
      const builder = tables.of(type)!;
      for (const show of [undefined, ...(builder.shows ?? [])])
        for (const all of builder.stats.length > 0 ? [false, true] : [false])
          for (const lang of ['en', 'zh']) {
            const name = `${step}_${g}_${show ?? 'usual'}_${all ? 'all' : 'some'}_${lang}`.replace(/[^\w]/g, '_');
            const more = `${show === undefined ? '' : `, show: ${show}`}${all ? `, stats: [${builder.stats.join(', ')}]` : ''}`;
            entries.push(
              `      ${name}: {from: [${ids.map((id) => JSON.stringify(id)).join(', ')}], lang: ${lang}, notes: full, formats: [html, latex, markdown, typst, csv, docx]${more}}\n`,
            );
          }
    }
  project.write('pipeline.yaml', pipeline(`  tables:\n    kind: report\n    tables:\n${entries.join('')}`));
}, 600_000);
afterAll(() => {});

it('hold nothing else', async () => {
  expect(kindsWithoutStep()).toEqual([]);
  const { stdout, stderr } = await project.run('run', '--trust', '-k');
  writeFileSync('/tmp/fm/tables6/run.txt', `${project.root}\n${stdout}\n${stderr}`);
}, 600_000);
