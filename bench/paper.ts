/**
 * A paper of 28 tables and four figures in Chinese, by processor time of whole runs in turn: nothing to do, one sentence of its text changed, and the label of one variable that two
 * tables show; and from an empty store, by the clock, with one job and with two. Demanded: a label takes at most 1.5 times as long as a sentence; two jobs at most
 * 0.7 of one. A sentence is to take half of what it took before tables were set once, which `npx tsx bench/paper.ts 5 OTHER/dist/papermake.js` measures beside.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { judge, keep, median, papermake, sized, type Usage, usage } from './measure.ts';

const rounds = sized(Number(process.argv[2] ?? 5), 1);
const other = process.argv[3];
const tables = 28;
const [mostForLabel, mostForTwo] = [1.5, 0.7];
const names = ['生产力', '教育', '专利', '数字经济', '人力资本', '金融发展', '开放'];
/** An outcome for each table, so that no two regressions are one. */
const outcomes = Array.from({ length: tables }, (_, t) => `差距${t}`);
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));

function csv(): string {
  const draw = createRng('paper').stream('panel', 0);
  const rows = Array.from({ length: 31 * 12 }, (_, i) => {
    const values = [...names, ...outcomes].map(() => 1 + draw.uniform());
    return [`省${1 + Math.floor(i / 12)}`, 2011 + (i % 12), `区${Math.floor(i / 12) % 4}`, ...values].join(',');
  });
  return `${[['省份', '年份', '地区', ...names, ...outcomes].join(','), ...rows].join('\n')}\n`;
}

/** The label is that of a variable in two of the tables; `text` names all tables and figures. */
function pipeline(label: string): string {
  const controls = names.slice(1, 5);
  const fit = (t: number): string => {
    const last = t < 2 ? ' + 金融发展' : t % 2 === 0 ? ' + 开放' : '';
    return `  模型${t}: {kind: models, from: 数据, fit: "${outcomes[t]} ~ 生产力 + sw0(${controls.join(', ')})${last} | 省份", vcov: cluster(省份)}`;
  };
  const each = <T>(of: (t: number) => T): T[] => Array.from({ length: tables }, (_, t) => of(t));
  return `papermake: 1
variables:
${[...names, ...outcomes].map((name) => `  ${name}: {label: ${name === '金融发展' ? label : `${name}水平`}}`).join('\n')}
steps:
  数据: {kind: ingest, file: panel.csv, panel: {unit: 省份, time: 年份}}
${each(fit).join('\n')}
  表:
    kind: report
    formats: [typst]
    lang: zh
    tables:
${each((t) => `      表${t}: {from: 模型${t}, caption: 第${t}个结果}`).join('\n')}
${[0, 1, 2, 3].map((t) => `  图${t}: {kind: figure, plot: coefficients, from: 模型${t + 4}, terms: [生产力], lang: zh}`).join('\n')}
  论文: {kind: document, file: paper.typ}
`;
}

function document(sentence: string): string {
  const included = Array.from({ length: tables }, (_, t) => `#include "out/表/表${t}.typ"\n正文第${t}段。`);
  const figures = [0, 1, 2, 3].map((t) => `#figure(image("out/figures/图${t}.svg"), caption: [图${t}])`);
  return `#set text(lang: "zh")\n= 引言\n${sentence}\n${[...included, ...figures].join('\n\n')}\n`;
}

const write = (label: string, sentence: string): void => {
  writeFileSync(path.join(folder, 'pipeline.yaml'), pipeline(label));
  writeFileSync(path.join(folder, 'paper.typ'), document(sentence));
};

let edits = 0;
function run(binary: string, jobs: number, prepare: () => void): Usage {
  return usage({
    name: 'papermake',
    command: [process.execPath, binary, 'run', '-q', '-j', String(jobs)],
    cwd: folder,
    prepare,
  });
}

function turn(binary: string) {
  const emptied = (): void => {
    for (const name of ['.papermake', 'out']) rmSync(path.join(folder, name), { recursive: true, force: true });
    write('金融', '原文。');
  };
  const one = run(binary, 1, emptied);
  const two = run(binary, 2, emptied);
  const noop = run(binary, 2, () => undefined);
  const sentence = run(binary, 2, () => write('金融', `改动${edits++}。`));
  const label = run(binary, 2, () => write(`金融${edits}`, `改动${edits - 1}。`));
  return { one: one.seconds, two: two.seconds, noop: noop.cpu, sentence: sentence.cpu, label: label.cpu };
}

try {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'panel.csv'), csv());
  const turns = Array.from({ length: rounds }, () => ({
    own: turn(papermake),
    other: other === undefined ? undefined : turn(path.resolve(other)),
  }));
  const of = (pick: (each: ReturnType<typeof turn>) => number): number => median(turns.map(({ own }) => pick(own)));
  const [one, two] = [of((each) => each.one), of((each) => each.two)];
  const [noop, sentence, label] = [of((each) => each.noop), of((each) => each.sentence), of((each) => each.label)];
  const before = other === undefined ? undefined : median(turns.map((each) => each.other!.sentence));
  const holds = label <= mostForLabel * sentence && two <= mostForTwo * one;
  const title = 'A paper of 28 tables and four figures in Chinese';
  keep(title, [
    `## ${title}`,
    '',
    `\`npx tsx bench/paper.ts\` on Node ${process.version}`,
    '',
    '| run | seconds |',
    '|---|---|',
    `| nothing to do, processor | ${noop.toFixed(2)} |`,
    `| one sentence, processor | ${sentence.toFixed(2)} |`,
    ...(before === undefined ? [] : [`| one sentence, the other build | ${before.toFixed(2)} |`]),
    `| the label of a variable in two tables, processor | ${label.toFixed(2)} |`,
    `| from an empty store, one job, by the clock | ${one.toFixed(2)} |`,
    `| from an empty store, two jobs | ${two.toFixed(2)} |`,
    '',
    ...(before === undefined ? [] : [`- one sentence to the other build: **${(sentence / before).toFixed(2)}**`]),
    `- a label to a sentence: **${(label / sentence).toFixed(2)}** (demanded: at most ${mostForLabel})`,
    `- two jobs to one: **${(two / one).toFixed(2)}** (demanded: at most ${mostForTwo})${holds ? '' : '; NOT REACHED'}`,
    '',
  ]);
  judge(holds);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
