/** The real binary in temporary projects whose path has spaces and Chinese characters. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { removeInUse } from '../../src/base/system/remove.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { runWarm } from './warm.ts';

export const BINARY = resolve(import.meta.dirname, '../../dist/papermake.js');

/** Copies the built papermake into a folder, where a test edits it, and gives the folder of its scripts. */
export function copyOfBuild(folder: string): string {
  const [built, dist] = [dirname(BINARY), join(folder, 'dist')];
  cpSync(built, dist, { recursive: true });
  cpSync(join(built, '../package.json'), join(folder, 'package.json'));
  return dist;
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Resolves when the process has ended. */
  readonly ended: Promise<Finished>;
  /** Everything written so far, stdout and stderr together. */
  seen(): string;
  /** Waits until the output holds `text`. */
  until(text: string): Promise<void>;
}

interface Surroundings {
  readonly cwd: string;
  readonly binary?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export function start(args: readonly string[], { cwd, binary = BINARY, env }: Surroundings): Running {
  const child = spawn(process.execPath, [binary, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => void listener());
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    tell();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    tell();
  });
  const ended = new Promise<Finished>((done) => {
    child.on('close', (code) => done({ code: code ?? -1, stdout, stderr }));
  });
  const seen = (): string => stdout + stderr;
  const until = (text: string): Promise<void> =>
    new Promise((done, fail) => {
      const settle = (failure?: string): void => {
        listeners.delete(check);
        clearTimeout(timer);
        if (failure === undefined) done();
        else fail(new Error(`${failure} without \`${text}\`:\n${seen()}`));
      };
      const check = (): void => {
        if (seen().includes(text)) settle();
      };
      const timer = setTimeout(() => settle(`${PATIENCE_MS / 1000} s went by`), PATIENCE_MS);
      listeners.add(check);
      void ended.then(() => (seen().includes(text) ? settle() : settle('it ended')));
      check();
    });
  return { child, ended, seen, until };
}

export const run = (args: readonly string[], surroundings: Surroundings): Promise<Finished> =>
  start(args, surroundings).ended;

/** The last line of `run --json`. */
export interface Done {
  readonly ran: string[];
  readonly cached: string[];
  readonly fresh: string[];
  readonly failed: string[];
  readonly skipped: string[];
}

export class Project {
  readonly root: string;
  /** The papermake that it runs. */
  binary = BINARY;
  /** Whether each call has a process of its own, as the calls of code that changes or ends its process need. */
  apart = false;

  constructor(files: Readonly<Record<string, string>>, parent = tmpdir()) {
    this.root = mkdtempSync(join(parent, 'papermake 项目 '));
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  path(path: string): string {
    return join(this.root, path);
  }

  write(path: string, text: string | Uint8Array): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(this.path(path));
  }

  remove(path: string): void {
    // What still runs may write there meanwhile.
    removeInUse(this.path(path));
  }

  /** Replaces a text that must be there. */
  edit(path: string, from: string, to: string): void {
    const text = this.read(path);
    if (!text.includes(from)) throw new Error(`${path} does not hold \`${from}\``);
    this.write(path, text.replace(from, to));
  }

  /** Runs papermake here. */
  run(...args: string[]): Promise<Finished> {
    if (!this.apart && this.binary === BINARY) return runWarm(BINARY, args, { cwd: this.root });
    return run(args, { cwd: this.root, binary: this.binary });
  }

  start(...args: string[]): Running {
    return start(args, { cwd: this.root, binary: this.binary });
  }

  /** `run --json`: what was done; fails the test where the exit code is another. */
  async make(args: readonly string[] = [], code = 0): Promise<Done> {
    const finished = await this.run('run', '--json', ...args);
    if (finished.code !== code)
      throw new Error(`exit ${finished.code}, expected ${code}:\n${finished.stdout}${finished.stderr}`);
    const { ran, cached, fresh, failed, skipped } = JSON.parse(finished.stdout.trimEnd().split('\n').at(-1)!) as Done;
    return {
      ran: ran.sort(),
      cached: cached.sort(),
      fresh: fresh.sort(),
      failed: failed.sort(),
      skipped: skipped.sort(),
    };
  }

  /** path → text of every file below a folder, but for the manifest of outputs, which says what they say. */
  tree(folder: string): Record<string, string> {
    if (!this.has(folder)) return {};
    const list = (at: string): string[] =>
      readdirSync(this.path(at)).flatMap((name) =>
        statSync(this.path(`${at}/${name}`)).isDirectory() ? list(`${at}/${name}`) : [`${at}/${name}`],
      );
    return Object.fromEntries(
      list(folder)
        .filter((path) => !/(^|\/)out\/manifest\.json$/.test(path))
        .sort()
        .map((path) => [path, this.read(path)]),
    );
  }

  dispose(): void {
    try {
      removeInUse(this.root);
    } catch (error) {
      // Windows keeps a folder in which a process was begun, as those that wait for the next call begin esbuild.
      if (process.platform !== 'win32' || existsSync(join(this.root, 'pipeline.yaml'))) throw error;
    }
  }
}
