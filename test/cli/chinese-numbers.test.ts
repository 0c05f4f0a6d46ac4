/** Names of numbers, steps and variables in Chinese, as texts of every kind take them. */
import { execFileSync } from 'node:child_process';
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project?.dispose());

const data = `省份,年份,差距,生产力\n${Array.from({ length: 24 }, (_, i) => [`省${i % 6}`, 2010 + Math.floor(i / 6), ((i * 7) % 11) / 3, ((i * 5) % 13) / 4].join(',')).join('\n')}\n`;
const pipeline = `papermake: 1
steps:
  面板: {kind: ingest, file: 数据.csv, panel: {unit: 省份, time: 年份}}
  基准: {kind: models, from: 面板, columns: [{id: 主, fit: 差距 ~ 生产力 | 省份}]}
numbers:
  效应: 基准.主.生产力
  效应_se: {of: 基准.主.生产力.se, digits: 2}
claims:
  有数: 基准.主.n == 24
`;

it('stand in the files of LaTeX, Typst and programs, and beside numbers in texts', async () => {
  const texts = {
    'p.tex':
      '\\documentclass{article}\\begin{document}\\pmval{效应}{9.999} \\pmval{基准.主.生产力.se}{9.99}\\end{document}\n',
    'p.typ': '#pmval("效应")[9.999] #pmval("基准.主.生产力.se")[9.99]\n',
    'p.md': '效应为{{pm 效应 "9.999"}}，标准误{{pm 基准.主.生产力.se "9.99"}}，{{pm 效应_se}}。\n',
  };
  project = new Project({ '数据.csv': data, 'pipeline.yaml': pipeline, ...texts });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([0, expect.anything()]);
  const { 效应: number } = JSON.parse(project.read('out/numbers.json')) as Record<string, { text: string }>;
  expect(project.read('out/numbers.tex')).toContain('\\csname pm:效应\\endcsname');
  expect(project.read('out/numbers.typ')).toContain(`  效应: "${number!.text.replace('-', '−')}"`);
  for (const file of Object.keys(texts)) {
    const wrong = await project.run('check', file);
    expect([file, wrong.code]).not.toEqual([file, 0]);
    expect(wrong.stderr + wrong.stdout).toContain('效应');
    await project.run('check', file, '--write');
    expect((await project.run('check', file)).code).toBe(0);
    expect(project.read(file)).toContain(number!.text.replace('-', ''));
    expect(project.read(file)).not.toContain('9.99');
  }
});

it('are told of where no number has them, and refused where they are no names', async () => {
  project = new Project({
    '数据.csv': data,
    'pipeline.yaml': `${pipeline}  # end\n`.replace('效应:', '效应。:').replace('效应_se:', 'ｓｅ:'),
    'p.md': '{{pm 效率 "1.0"}}\n',
  });
  const { code, stderr } = await project.run();
  expect(code).toBe(2);
  expect(stderr).toMatch(/pipeline\.yaml:6:3 {2}`效应。` cannot be a name of a number/);
  expect(stderr).toMatch(/pipeline\.yaml:7:3 {2}`ｓｅ` cannot be a name of a number/);
  expect(stderr).toContain('another spelling of the same letters is `se`');
  project.write('pipeline.yaml', pipeline);
  await project.run();
  const wrong = await project.run('check', 'p.md');
  expect(wrong.stderr + wrong.stdout).toContain('no number or result is called `效率`');
  expect(wrong.stderr + wrong.stdout).toContain('did you mean `效应`');
});

const engines = ['pdflatex', 'xelatex'].filter((engine) => {
  try {
    execFileSync(engine, ['--version']);
    return true;
  } catch {
    return false;
  }
});

it.each(engines)('are found by %s', async (engine) => {
  project = new Project({
    '数据.csv': data,
    'pipeline.yaml': pipeline,
    'p.tex':
      '\\documentclass{article}\\input{out/numbers}\\begin{document}\\typeout{it is \\pmnum{效应}.}\\end{document}\n',
  });
  await project.run();
  const { 效应: number } = JSON.parse(project.read('out/numbers.json')) as Record<string, { text: string }>;
  execFileSync(engine, ['-interaction=nonstopmode', '-halt-on-error', 'p.tex'], { cwd: project.root, stdio: 'ignore' });
  expect(project.read('p.log').replace('\\ensuremath {-}', '-')).toContain(`it is ${number!.text}.`);
});
