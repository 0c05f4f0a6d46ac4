/**
 * Every example and the flagship are packed without a finding, make their results again from nothing, and ask their authors for little.
 * @module-tag slow
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FLAGSHIP } from '../cli/flagship.ts';
import { Project } from '../cli/harness.ts';

/** Parts of a paper's folder that are its own; the flagship shares its folder with papermake. */
const PARTS = ['pipeline.yaml', 'README.md', 'LICENSE', 'data', 'paper', 'scripts', 'steps', 'templates', 'ledger'];
const OF_FLAGSHIP = ['pipeline.yaml', 'LICENSE', 'data', 'paper', 'ledger'];

const hasR = Boolean(process.env.CI) || spawnSync('Rscript', ['--version']).error === undefined;
const needsR = (paper: string): boolean =>
  readFileSync(join(FLAGSHIP, paper, 'pipeline.yaml'), 'utf8').includes('Rscript');

const examples = readdirSync(join(FLAGSHIP, 'examples')).map((name) => `examples/${name}`);
const papers = ['.', ...examples].filter((paper) => hasR || !needsR(paper));

it.each(papers)('%s', async (paper) => {
  const project = new Project({});
  try {
    for (const part of paper === '.' ? OF_FLAGSHIP : PARTS) {
      const from = join(FLAGSHIP, paper, part);
      if (existsSync(from)) cpSync(from, project.path(part), { recursive: true });
    }
    const made = await project.run('run', '--trust', '--quiet');
    expect(made.code, made.stderr).toBe(0);
    const { code, stdout, stderr } = await project.run('package', '--trust', '--json');
    expect(code, stdout + stderr).toBe(0);
    const { proof, fields, exhibits, files } = JSON.parse(stdout);
    expect(proof).toMatchObject({ on: 'data', code: 0, different: [] });
    expect(proof.same).toBeGreaterThan(5);
    if (hasR && files.includes('replication/r/main.R')) expect(['same values', 'not run']).toContain(proof.scripts);
    expect(fields.typed / fields.all).toBeLessThanOrEqual(0.2);
    const isWitnessed = project.read('pipeline.yaml').includes('kind: witness');
    expect(files.includes('witness.csv')).toBe(isWitnessed);
    if (isWitnessed)
      expect(project.read('package/witness.csv')).toMatch(/^"step","result","program".*\n"\w+","[\w.]+",/);
    expect(exhibits.length).toBeGreaterThan(0);
    for (const { line, name, files: outputs } of exhibits) {
      expect(line, name).toBeGreaterThan(0);
      for (const file of outputs) expect(files, name).toContain(file);
    }
  } finally {
    project.dispose();
  }
});
