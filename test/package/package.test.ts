/** `papermake package`: what a replication package holds, what it never holds, and what is asked of its authors. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openArchive } from '../../src/frame/readers/xlsx/zip.ts';
import { BINARY, type Project } from '../cli/harness.ts';
import { DATA, PIPELINE, paperToPack, SECTION, withSection } from './project.ts';

let project: Project;
afterEach(() => project.dispose());

interface Told {
  readonly out: string;
  readonly zip: string;
  readonly files: string[];
  readonly exhibits: {
    readonly is: string;
    readonly name: string;
    readonly line: number;
    readonly files: string[];
    readonly of: string[];
    readonly scripts: string[];
    readonly data: string[];
  }[];
}

async function packed(...args: string[]): Promise<Told> {
  await project.make();
  const { code, stdout, stderr } = await project.run('package', '--json', ...args);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

const bytesOf = (path: string): Buffer => readFileSync(project.path(path));

describe('what nobody has said', () => {
  it('is told at once, as YAML which is all that was missing', async () => {
    project = paperToPack({ 'pipeline.yaml': PIPELINE });
    await project.make();
    const { code, stdout, stderr } = await project.run('package', '--json');
    expect(code).toBe(1);
    const { missing, yaml } = JSON.parse(stdout);
    expect(missing).toEqual([
      'package.authors',
      'package.licence',
      'package.sources.panel.citation',
      'package.sources.panel.licence',
      'package.sources.panel.provided',
    ]);
    expect(stderr).toContain(yaml);
    expect(project.has('package')).toBe(false);
    project.write('pipeline.yaml', `${PIPELINE}${yaml}`);
    await packed();
  });

  it('asks for access where data are not passed on', async () => {
    project = paperToPack({ 'pipeline.yaml': withSection(SECTION.replace('provided: true', 'provided: false')) });
    await project.make();
    const { stdout } = await project.run('package', '--json');
    expect(JSON.parse(stdout).missing).toEqual(['package.sources.panel.access']);
  });
});

describe('a package', () => {
  it('holds the project, its results, scripts, records and checksums, and nothing else', async () => {
    project = paperToPack();
    const { files } = await packed();
    expect(files.filter((path) => !/^(out|papermake|replication|ledger)\//.test(path))).toEqual([
      '.zenodo.json',
      'CITATION.cff',
      'README.md',
      'certificate.md',
      'codebook.csv',
      'codemeta.json',
      'data/README.md',
      'data/panel.csv',
      'dataverse.json',
      'exhibits.csv',
      'openicpsr.md',
      'osf.json',
      'pipeline.yaml',
      'SHA256SUMS',
    ]);
    expect(files).toContain('out/tables/main.tex');
    expect(files).toContain('out/numbers.json');
    expect(files).toContain('replication/r/main.R');
    expect(files).toContain('replication/stata/main.do');
    expect(
      Object.keys(project.tree('package'))
        .map((path) => path.replace(/^package\//, ''))
        .sort(),
    ).toEqual(expect.arrayContaining(files.filter((path) => !path.endsWith('manifest.json')).sort()));
    const sums = project.read('package/SHA256SUMS').trimEnd().split('\n');
    expect(sums).toHaveLength(files.length - 1);
    for (const line of sums) {
      const [digest, path] = line.split('  ');
      expect(
        createHash('sha256')
          .update(bytesOf(`package/${path}`))
          .digest('hex'),
        path,
      ).toBe(digest);
    }
  });

  it('is the same bytes again, and its .zip holds the same files', async () => {
    project = paperToPack();
    const { files } = await packed();
    const before = bytesOf('package.zip');
    await packed();
    expect(bytesOf('package.zip').equals(before)).toBe(true);
    const archive = openArchive(before);
    for (const path of files)
      expect(Buffer.from(archive.bytes(path)!).equals(bytesOf(`package/${path}`)), path).toBe(true);
  });

  it('maps every table, figure and number to lines of the pipeline and of scripts', async () => {
    project = paperToPack();
    const { exhibits } = await packed();
    expect(exhibits.map(({ is, name }) => `${is} ${name}`)).toEqual([
      'figure plot',
      'table tables.about',
      'table tables.main',
      'number effect',
    ]);
    const pipeline = project.read('package/pipeline.yaml').split('\n');
    for (const { name, line, files, scripts, of, data } of exhibits) {
      expect(pipeline[line - 1], name).toMatch(new RegExp(`^ *${name.split('.').at(-1)}:`));
      expect(data).toEqual(['panel']);
      for (const file of files) expect(project.has(`package/${file}`), file).toBe(true);
      expect(scripts).toHaveLength(2 * of.length);
      for (const place of scripts) {
        const [path, number] = place.split(':') as [string, string];
        const text = project.read(`package/${path}`).split('\n')[Number(number) - 1];
        expect(
          of.some((node) => text?.includes(` ${node} `)),
          place,
        ).toBe(true);
      }
    }
  });

  it('says what every source is and where it is from, in the order of data editors', async () => {
    project = paperToPack();
    await packed();
    const readme = project.read('package/README.md');
    expect([...readme.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual([
      'Overview',
      'Data availability and provenance',
      'List of data sets',
      'Computational requirements',
      'Programs',
      'Instructions to replicators',
      'Tables, figures and numbers',
      'References',
    ]);
    expect(readme).toContain('- Citation: Ostrom (1990): Data of a test\n- Licence or terms: CC0-1.0');
    expect(readme).toContain('- Size: 48 rows, 7 columns');
    expect(readme).toContain('Authors: Ostrom, Elinor, Indiana University, https://orcid.org/0000-0002-1825-0097');
  });

  it('speaks Chinese', async () => {
    project = paperToPack();
    await packed('--lang', 'zh');
    const readme = project.read('package/README.md');
    expect(readme).toContain('## 数据的可得性与来源');
    expect(readme).not.toMatch(/^## [A-Z]/m);
  });

  it('gives deposits what they read', async () => {
    project = paperToPack({
      'pipeline.yaml': withSection(`${SECTION}  image: node:22-slim@sha256:${'ab'.repeat(32)}\n`),
    });
    await packed();
    expect(parse(project.read('package/CITATION.cff'))).toMatchObject({
      'cff-version': '1.2.0',
      title: 'A paper',
      license: 'MIT',
      authors: [{ 'family-names': 'Ostrom', 'given-names': 'Elinor', orcid: 'https://orcid.org/0000-0002-1825-0097' }],
    });
    expect(JSON.parse(project.read('package/codemeta.json')).author[0]).toMatchObject({ familyName: 'Ostrom' });
    expect(JSON.parse(project.read('package/.zenodo.json'))).toMatchObject({
      license: 'mit',
      creators: [{ name: 'Ostrom, Elinor', orcid: '0000-0002-1825-0097' }],
    });
    expect(JSON.parse(project.read('package/osf.json')).data.attributes).toMatchObject({
      title: 'Replication package: A paper',
      category: 'data',
    });
    const form = project.read('package/openicpsr.md');
    expect(form).toContain('## Principal Investigators\n\nOstrom, Elinor, Indiana University, https://orcid.org/');
    expect(form).toContain('## Original Data Sources\n\nOstrom (1990): Data of a test\n');
    expect(form).toContain('## Time Periods\n\n(the authors say it)\n');
  });

  it('has a container recipe of known instructions, from an image by its digest, with this papermake', async () => {
    const image = `node:22-slim@sha256:${'ab'.repeat(32)}`;
    project = paperToPack({ 'pipeline.yaml': withSection(`${SECTION}  image: ${image}\n`) });
    const { files } = await packed();
    const lines = project.read('package/Dockerfile').trimEnd().split('\n');
    expect(lines[0]).toBe(`FROM ${image}`);
    for (const line of lines) expect(line).toMatch(/^(FROM|WORKDIR|COPY|RUN|CMD) \S/);
    const [, file] = /^RUN npm install --global \.\/(\S+)$/m.exec(lines.join('\n'))!;
    expect(files).toContain(file);
    const command = lines.at(-1)!.slice('CMD '.length);
    expect(JSON.parse(command)).toEqual(['papermake', 'run', '-f', 'pipeline.yaml']);
  });

  it('holds papermake as npm installs it, with the licences of what is bundled', async () => {
    project = paperToPack();
    const { files } = await packed();
    const own = files.filter((path) => path.startsWith('papermake/'));
    expect(own).toEqual([
      'papermake/LICENSE',
      'papermake/licences.txt',
      expect.stringMatching(/^papermake\/papermake-[\d.]+\.tgz$/),
      'papermake/sbom.cdx.json',
    ]);
    const folder = project.path('unpacked');
    mkdirSync(folder);
    execFileSync('tar', ['-xzf', project.path(`package/${own[2]}`), '-C', folder]);
    const dist = readdirSync(join(folder, 'package/dist'));
    expect(dist.filter((name) => name.startsWith('.') || name.endsWith('.cache'))).toEqual([]);
    const said = execFileSync(process.execPath, [join(folder, 'package/dist/papermake.js'), '--version'], {
      encoding: 'utf8',
    });
    expect(own[2]).toContain(`-${said.trim().split(' ').at(-1)}.tgz`);
    expect(readFileSync(join(folder, 'package/dist/papermake.js')).equals(readFileSync(BINARY))).toBe(true);
    expect(project.read('package/README.md')).toContain(`npm install --global ${own[2]}`);
  });

  it('says how much memory and time its runs took, by the record', async () => {
    project = paperToPack();
    await packed();
    const readme = project.read('package/README.md');
    expect(readme).toMatch(/- A run held less than \d+(\.\d+)? [MG]B of memory, by the record/);
    expect(readme).toMatch(/- All steps together ran for less than \d+ minutes?\./);
  });
});

describe('never inside', () => {
  it('are undeclared files, the store and histories', async () => {
    project = paperToPack({
      '.env': 'TOKEN=planted',
      '.git/HEAD': 'planted',
      'notes/planted.md': 'planted',
      'data/other.csv': 'planted',
      '.Rhistory': 'planted',
    });
    const { files } = await packed();
    expect(files.filter((path) => /\.papermake\/|\.git|notes|other|history|env/.test(path))).toEqual([]);
    expect(bytesOf('package.zip').includes('planted')).toBe(false);
  });

  it('are files with a confidential column, and scripts and data that hold its values', async () => {
    const secret = DATA.split('\n').map((row, i) => (row === '' ? '' : `${row},${i === 0 ? 'wage' : `91827${i}.5`}`));
    project = paperToPack({
      'data/panel.csv': secret.join('\n'),
      'pipeline.yaml': withSection(
        SECTION.replace('provided: true', 'provided: true, access: from the office'),
        PIPELINE.replace('variables:\n', 'variables:\n  wage: {confidential: true}\n'),
      ),
    });
    const { files } = await packed();
    expect(files.filter((path) => /^(data\/panel|replication)/.test(path))).toEqual([]);
    // Digests of papermake's own files, which the package holds, may have the digits alone.
    expect(bytesOf('package.zip').toString('latin1')).not.toMatch(/91827\d+\.5/);
    const readme = project.read('package/README.md');
    expect(readme).toContain('- In this package: no: it holds `wage`');
    expect(readme).toContain('Access: from the office');
  });

  it('are those files by another name', async () => {
    const section = SECTION.replace('provided: true', 'provided: false, access: by request').replace(
      'include: [data/README.md]',
      'include: [data/panel.csv]',
    );
    project = paperToPack({ 'pipeline.yaml': withSection(section) });
    await project.make();
    const { code, stderr } = await project.run('package');
    expect(code).toBe(2);
    expect(stderr).toContain('`data/panel.csv` is not passed on, and `include` would pack it');
  });
});

describe('the folder of a package', () => {
  it('is not written over where somebody changed it, where it is no package, and through no link', async () => {
    project = paperToPack();
    await packed();
    project.write('package/README.md', 'mine');
    expect(await project.run('package')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('`README.md` in'),
    });
    expect(project.read('package/README.md')).toBe('mine');
    project.write('other/mine.txt', 'mine');
    expect((await project.run('package', '--out', project.path('other'))).stderr).toContain(
      'files that no package wrote',
    );
    symlinkSync(project.path('other'), project.path('link'));
    expect((await project.run('package', '--out', project.path('link'))).stderr).toContain('symbolic link');
  });

  it('is refused before anything is read where no .zip could hold it', async () => {
    const section = SECTION.replace('include: [data/README.md]', 'include: [data/README.md, data/large.bin]');
    project = paperToPack({ 'data/large.bin': '', 'pipeline.yaml': withSection(section) });
    truncateSync(project.path('data/large.bin'), 5 * 1024 ** 3);
    await project.make();
    const { code, stderr } = await project.run('package');
    expect(code).toBe(2);
    expect(stderr).toContain('the files of the package have more than 4 GB');
    expect(project.has('package')).toBe(false);
  });

  it('is written only where all results are up to date', async () => {
    project = paperToPack();
    await project.make();
    project.edit('pipeline.yaml', 'y ~ x + z', 'y ~ x + w');
    const { code, stderr } = await project.run('package');
    expect(code).toBe(1);
    expect(stderr).toContain('`main.long`');
  });
});
