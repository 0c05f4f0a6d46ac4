/** Scans of packages: every fault that a generator plants is found at its place, a sound package has none, and a reason accepts one. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { look, scannedOf } from '../../src/app/package/scans/look.ts';
import { scans } from '../../src/app/package/scans/registry.ts';
import type { Project } from '../cli/harness.ts';
import { rngOf } from './draw.ts';
import { makers, soundPackage } from './faults.ts';
import { PIPELINE, paperToPack, SECTION, withSection } from './project.ts';

const known = { names: ['mmustermann', 'hal9000-desk', 'root'], largest: 5000 };
const ROUNDS = Number(process.env.PAPERMAKE_FUZZ ?? 6);

it('finds nothing in a sound package', () => {
  expect(look(scannedOf(soundPackage(), known))).toEqual([]);
});

it('has faults for every scan', () => {
  const planted = new Set(makers.map((make) => make(rngOf(1)).scan));
  expect(scans.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
});

/** What a package must be looked at for, each with the scan that does. */
const DEMANDED: Readonly<Record<string, readonly string[]>> = {
  path: ['absolute paths'],
  account: ['names of the account and of the machine'],
  secret: ['tokens, keys'],
  'e-mail': ['addresses of e-mail'],
  personal: ['names', 'numbers of identity', 'telephones', 'exact coordinates', 'labels', 'logs'],
  metadata: ['PDF', 'Word', 'PNG'],
  input: ['files that a program reads and no step names'],
  output: ['edited by hand', 'no step wrote'],
  licence: ['on which terms'],
  large: ['100 MB'],
  name: ['names of files that other systems do not have'],
  version: ['commands without `versions`'],
  seed: ['random draws of a program without a seed'],
  encoding: ['texts that are not UTF-8'],
};

it('has every scan that a package needs, and docs/package.md says of each what it looks for', () => {
  expect(scans.map(({ name }) => name).sort()).toEqual(Object.keys(DEMANDED).sort());
  const page = readFileSync(new URL('../../docs/package.md', import.meta.url), 'utf8');
  const rows = new Map([...page.matchAll(/^\| `([\w-]+)` \| (.+) \|$/gm)].map(([, name, text]) => [name!, text!]));
  for (const [name, words] of Object.entries(DEMANDED))
    for (const each of words) expect(rows.get(name), name).toContain(each);
});

it.each(makers.map((make, i) => [make(rngOf(1)).scan, i, make] as const))(
  'finds all of %s, maker %i',
  (scan, i, make) => {
    for (let round = 0; round < ROUNDS; round++) {
      const fault = make(rngOf(1000 * i + round));
      const found = look(scannedOf(new Map([...soundPackage(), ...fault.files]), known));
      const own = found.filter((each) => each.scan === scan);
      const text = [...fault.files.values()].map((bytes) => Buffer.from(bytes).toString().slice(0, 300)).join('\n');
      expect(
        own.map(({ path, line }) => ({ path, line })),
        text,
      ).toContainEqual({ path: fault.path, line: fault.line });
      expect(
        own.every(({ hint, message }) => hint !== '' && message !== ''),
        text,
      ).toBe(true);
      const accepted = look(scannedOf(new Map([...soundPackage(), ...fault.files]), known), [`${scan}:${fault.path}`]);
      expect(
        accepted.filter((each) => each.scan === scan),
        text,
      ).toEqual([]);
    }
  },
);

it('plants at least sixty faults', () => {
  const drawn = makers.flatMap((make, i) =>
    Array.from({ length: ROUNDS }, (_, round) => make(rngOf(1000 * i + round))),
  );
  const texts = drawn.map(({ files }) =>
    [...files].map(([path, bytes]) => path + Buffer.from(bytes).toString('latin1')).join(),
  );
  expect(new Set(texts).size).toBeGreaterThanOrEqual(60);
});

it('tells no secret', () => {
  const secret = `ghp_${'a1'.repeat(18)}`;
  const files = new Map([...soundPackage(), ['notes.md', Buffer.from(`x ${secret}\n`)] as const]);
  expect(JSON.stringify(look(scannedOf(files)))).not.toContain(secret);
});

describe('papermake package', () => {
  let project: Project;
  afterEach(() => project.dispose());

  it('writes nothing where something is found, and goes on where the authors say why it stands', async () => {
    project = paperToPack({ 'data/README.md': 'Ask mary@example.org.\n' });
    await project.make();
    const { code, stdout, stderr } = await project.run('package', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings).toMatchObject([{ scan: 'e-mail', name: 'e-mail:data/README.md', line: 1 }]);
    expect(stderr).toContain('data/README.md:1  e-mail:');
    expect(project.has('package')).toBe(false);
    const accept = '  accept: [{of: "e-mail:data/README.md", because: it is the office}]\n';
    project.write('pipeline.yaml', withSection(`${SECTION}${accept}`, PIPELINE));
    expect((await project.run('package')).code).toBe(0);
    expect(project.read('package/README.md')).toContain('`e-mail:data/README.md` stands as it is: it is the office');
  });

  it('tells of a command that asks for no version, and of what it reads beside its inputs', async () => {
    const step =
      '  echo: {kind: command, run: cp scripts/a.R log.txt, files: [scripts/a.R], outputs: {log.txt: file}}\n';
    project = paperToPack({
      'scripts/a.R': 'read.csv("elsewhere.csv")\n',
      'pipeline.yaml': withSection(SECTION, PIPELINE.replace('steps:\n', `steps:\n${step}`)),
    });
    await project.make(['--trust']);
    const { stdout } = await project.run('package', '--trust', '--json');
    expect(JSON.parse(stdout).findings).toMatchObject([
      { name: 'input:scripts/a.R', line: 1 },
      { name: 'version:pipeline.yaml', line: 7 },
    ]);
  });
});
