/**
 * Tests that a run believes what an earlier one left only where this account's own runs of this very project left it just so.
 * @module-tag slow
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BINARY, Project } from '../cli/harness.ts';
import { FILES, paper } from '../cli/paper.ts';
import { runWarm } from '../cli/warm.ts';
import { editChecked, Outside, sha256 } from './attack.ts';

let project: Project;
let home: Outside;
const others: Project[] = [];
beforeEach(() => {
  project = paper();
  home = new Outside();
});
afterEach(() => {
  project.dispose();
  home.dispose();
  for (const other of others.splice(0)) other.dispose();
});

/** As another account, or on another machine, would run it. */
function runAs(env: Readonly<Record<string, string>>, at: Project, ...args: string[]) {
  const { XDG_STATE_HOME, HOME, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [BINARY, ...args], {
    cwd: at.root,
    env: { ...rest, ...env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

const run = (...args: string[]) => runAs({ XDG_STATE_HOME: home.folder }, project, ...args);
const FRESH = 'papermake: all 12 nodes are fresh\n';
const LAST_RUN = '.papermake/last-run-v1.json';

/** Past the clock's tick, after which stamps are trusted. */
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 40));

describe('a forged memory', () => {
  it('of no file at all is not believed', async () => {
    run();
    const { at, searched } = JSON.parse(project.read(LAST_RUN).slice(65));
    const empty = { pipeline: 'pipeline.yaml', allFresh: 12, files: [], folders: [], searched, at };
    project.write('pipeline.yaml', 'papermake: 1\nsteps: broken');
    project.remove('out');
    for (const seal of [sha256(JSON.stringify(empty)), '', '0'.repeat(64)]) {
      project.write(LAST_RUN, `${seal}\n${JSON.stringify(empty)}`);
      expect(run()).toMatchObject({ code: 2, stdout: '' });
    }
  });

  it('with the checksum that earlier versions took is not believed', () => {
    run();
    expect(run().stdout).toBe(FRESH);
    project.edit('data/panel.csv', 'u0,2010', 'u0,2009');
    const stat = statSync(project.path('data/panel.csv'));
    editChecked(project.path(LAST_RUN), (body) => {
      const memory = JSON.parse(body);
      for (const [path, seen] of memory.files)
        if (path === 'data/panel.csv') seen.stamp = [stat.size, stat.mtimeMs, stat.ctimeMs, stat.ino];
      return JSON.stringify({ ...memory, at: memory.at + 10_000 });
    });
    expect(run('status').stdout).toMatch(/^stale +panel/m);
    expect(run().stdout).not.toBe(FRESH);
  });
});

describe('the key', () => {
  it('is made at first use, outside of the project, for its owner alone', () => {
    run();
    expect(readdirSync(home.path('papermake'))).toEqual(['key', 'ledgers']);
    expect(statSync(home.path('papermake/ledgers')).mode & 0o777).toBe(0o700);
    expect(statSync(home.path('papermake/key'))).toMatchObject({ size: 32 });
    expect(statSync(home.path('papermake/key')).mode & 0o777).toBe(0o600);
    expect(statSync(home.path('papermake')).mode & 0o777).toBe(0o700);
  });

  it('lies in the home folder where nothing else is said', () => {
    runAs({ HOME: home.folder }, project);
    const inHome = process.platform === 'darwin' ? 'Library/Application Support' : '.local/state';
    expect(existsSync(home.path(`${inHome}/papermake/key`))).toBe(true);
  });

  it('that others can read is made anew', () => {
    run();
    const file = home.path('papermake/key');
    const key = readFileSync(file);
    chmodSync(file, 0o644);
    expect(run().stdout).toBe(FRESH);
    expect(readFileSync(file).equals(key)).toBe(false);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['there is no home', { HOME: '' }],
    ['the home cannot be written to', { HOME: '/proc' }],
    ['the home is a file', { HOME: BINARY }],
    ['the folder of the system is a relative path', { HOME: '/proc', XDG_STATE_HOME: 'state' }],
  ])('is not needed: %s', (_, env) => {
    expect(runAs(env, project)).toMatchObject({ code: 0, stdout: expect.stringContaining('12 ran') });
    expect(runAs(env, project)).toMatchObject({ code: 0, stdout: FRESH });
    expect(runAs(env, project, 'status', '--verbose')).toMatchObject({ code: 0 });
    expect(project.has(LAST_RUN)).toBe(false);
    expect(project.has('state')).toBe(false);
  });

  it('that came with the project is none', () => {
    const env = { HOME: project.root };
    runAs(env, project);
    expect(project.has(LAST_RUN)).toBe(false);
    expect(runAs(env, project).stdout).toBe(FRESH);
    expect(project.has('.local')).toBe(false);
  });

  it('of a link is none', () => {
    run();
    const key = readFileSync(home.path('papermake/key'));
    project.write('elsewhere/key', key);
    mkdirSync(home.path('other/papermake'), { recursive: true });
    symlinkSync(project.path('elsewhere/key'), home.path('other/papermake/key'));
    runAs({ XDG_STATE_HOME: home.path('other') }, project);
    expect(readFileSync(home.path('other/papermake/key')).equals(key)).toBe(false);
    expect(readFileSync(project.path('elsewhere/key')).equals(key)).toBe(true);
  });
});

describe('a store copied with its project', () => {
  it('starts cold once, and says so in `status --verbose` alone', async () => {
    run();
    await settle();
    const copy = new Project({});
    others.push(copy);
    cpSync(project.root, copy.root, { recursive: true, preserveTimestamps: true });
    const as = { XDG_STATE_HOME: home.path('another') };
    expect(runAs(as, copy, 'status', '--verbose').stderr).toMatch(/^papermake: started cold: /);
    expect(runAs(as, copy)).toEqual({ code: 0, stdout: FRESH, stderr: '' });
    expect(runAs(as, copy)).toEqual({ code: 0, stdout: FRESH, stderr: '' });
    expect(runAs(as, copy, 'status', '--verbose').stderr).toBe('papermake: started from what the last run left\n');
    // The first account's notes are gone with that.
    expect(runAs({ XDG_STATE_HOME: home.folder }, copy, 'status', '-v').stderr).toBe(
      'papermake: started cold: `.papermake/last-run-v1.json` was not left by a run of this account, or is damaged\n',
    );
    expect(run('status', '--verbose').stderr).toBe('papermake: started from what the last run left\n');
  });
});

/** Whole numbers below a bound, so that a failure is named by its seed. */
function drawFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A night tries more. */
const SEEDS = process.env.PAPERMAKE_FAULTS === undefined ? 4 : 20;

describe('planted records', () => {
  const DISPOSABLE = ['last-run-v1.json', 'plan-v9.json', 'standings-v5.log', 'kinds/double.ts.json'];
  const asOwner = (at: Project, ...args: string[]) =>
    runWarm(BINARY, args, { cwd: at.root, env: { ...process.env, XDG_STATE_HOME: home.folder } });
  type Notes = Readonly<Record<string, string>>;
  const notesOf = (of: Project): Notes =>
    Object.fromEntries(
      DISPOSABLE.flatMap((name) => (of.has(`.papermake/${name}`) ? [[name, of.read(`.papermake/${name}`)]] : [])),
    );

  /** What may be done to a project between two runs. */
  const EDITS: readonly (() => void)[] = [
    () => project.edit('data/panel.csv', 'u0,2010,North,', 'u0,2010,North,1'),
    () => project.edit('steps/lib/twice.ts', '2 *', '3 *'),
    () => project.edit('pipeline.yaml', 'caption: Results', 'caption: Other'),
    () => project.edit('pipeline.yaml', '- {id: short, fit: y ~ x | unit}', '- {id: short, fit: y ~ x + w | unit}'),
    () => project.remove('out/tables/main.md'),
    () => project.write('out/tables/about.md', 'mine'),
    () => project.write('templates/table.md.hbs', 'mine: {{caption}}\n'),
    () => project.remove('.papermake/traces-v1.log'),
  ];

  /** One of the account's own records, emptied, cut, or with members changed; seals as they were or as anybody can make them. */
  function forged(text: string, draw: (below: number) => number): string {
    const body = text.slice(65);
    const seal = (other: string): string => `${draw(2) === 0 ? text.slice(0, 64) : sha256(other)}${text[64]}${other}`;
    switch (draw(6)) {
      case 0:
        return '';
      case 1:
        return text.slice(0, draw(text.length));
      case 2:
        return seal(body.replace(/"files":\[.*?\],"folders":\[.*?\]\]/s, '"files":[],"folders":[]'));
      case 3:
        return seal(body.replaceAll(/"stamp":\[[^\]]*\]/g, '"stamp":[1,1,1,1]'));
      case 4:
        return text
          .split('\n')
          .filter(() => draw(3) > 0)
          .join('\n');
      default:
        return text;
    }
  }

  it('yield `fresh` nowhere where a full decision would not', async () => {
    let warm = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const draw = drawFrom(seed);
      project.dispose();
      project = paper();
      const kept: Notes[] = [];
      const strange = new Project(FILES);
      others.push(strange);
      await asOwner(strange);
      kept.push(notesOf(strange));
      await asOwner(project);
      kept.push(notesOf(project));
      for (let round = 0; round < 3; round++) {
        const edit = draw(EDITS.length);
        if (draw(4) > 0) attempt(EDITS[edit]!);
        if (draw(2) === 0) {
          await asOwner(project);
          kept.push(notesOf(project));
        }
        await settle();
        // Mostly the latest.
        const notes = kept[Math.max(draw(kept.length), draw(kept.length))]!;
        for (const [name, text] of Object.entries(notes))
          if (draw(3) > 0) project.write(`.papermake/${name}`, draw(3) > 0 ? text : forged(text, draw));
        const full = new Project({});
        others.push(full);
        cpSync(project.root, full.root, { recursive: true, preserveTimestamps: true });
        for (const name of DISPOSABLE) full.remove(`.papermake/${name}`);
        const decided = decisions((await asOwner(full, 'status', '--json')).stdout);
        const planted = await asOwner(project, 'status', '--json', '-v');
        if (planted.stderr.includes('started from what')) warm += 1;
        const where = `seed ${seed}, round ${round}, edit ${edit}`;
        expect(decisions(planted.stdout), where).toEqual(decided);
        expect((await asOwner(project)).stdout === FRESH, where).toBe(
          decided.every(([, decision]) => decision === 'fresh'),
        );
        await asOwner(full);
        expect(project.tree('out'), where).toEqual(full.tree('out'));
      }
    }
    // Some of what was planted held.
    expect(warm).toBeGreaterThan(0);
  });

  /** Does nothing where the text to edit is gone: it was edited before. */
  function attempt(edit: () => void): void {
    try {
      edit();
    } catch {
      // Said above.
    }
  }

  const decisions = (text: string): [string, string][] =>
    (JSON.parse(text) as { node: string; decision: string }[]).map(({ node, decision }) => [node, decision]);
});
