/** A page of the documentation that is followed as a newcomer would: its blocks are applied, in order, to a copy of the checkout. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** A fenced block. A path in backticks and a colon end the line before it: what it is written to. */
export interface Block {
  readonly line: number;
  /** `ts`, `diff`, `sh`, …, and whatever else stands behind the fence. */
  readonly info: string;
  readonly file: string | undefined;
  readonly text: string;
}

export function blocksOf(page: string): Block[] {
  const text = readFileSync(path.join(root, page), 'utf8');
  return [...text.matchAll(/(?:`([^`\n]+)`:\n\n?)?^```(\w[^\n]*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length,
    file: match[1],
    info: match[2]!,
    text: match[3]!,
  }));
}

/** What is told of the checkout by tests alone is left out: a page says which tests it runs. */
const COPIED = [
  'src',
  'steps',
  'templates',
  'fonts',
  'bridge',
  'scripts',
  'test',
  'bench',
  'docs',
  'data',
  'examples',
  'schema',
  'kernels',
];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'vitest.config.ts', 'biome.json', 'README.md'];

/** An empty folder, in which `papermake` is this checkout's. */
export class Folder {
  readonly root = mkdtempSync(path.join(tmpdir(), 'papermake-page-'));
  readonly #programs = mkdtempSync(path.join(tmpdir(), 'papermake-programs-'));

  constructor() {
    const program = `#!/bin/sh\nexec "${process.execPath}" "${path.join(root, 'dist/papermake.js')}" "$@"\n`;
    writeFileSync(path.join(this.#programs, 'papermake'), program, { mode: 0o755 });
  }

  /** Does what a block says; throws where that cannot be done, or comes out otherwise than `shown`. */
  async follow(block: Block, shown: Block | undefined): Promise<void> {
    const [language, ...more] = block.info.split(' ');
    if (language === 'sh') await this.#run(block.text, more.includes('fails'), shown?.text ?? '');
    else if (block.file === undefined) throw new Error(`no file is named before the block at line ${block.line}`);
    else if (language === 'diff') this.#change(block.file, block.text);
    else this.#write(block.file, block.text);
  }

  dispose(): void {
    for (const folder of [this.root, this.#programs]) rmSync(folder, { recursive: true, force: true });
  }

  #write(file: string, text: string): void {
    const full = path.join(this.root, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }

  /** Hunks stand apart by a line `…`; lines that stay and lines that go must be there, once. */
  #change(file: string, diff: string): void {
    let text = readFileSync(path.join(this.root, file), 'utf8');
    for (const hunk of diff.split(/^…\n/m)) {
      const lines = hunk.split('\n').slice(0, -1);
      const side = (gone: string): string =>
        lines.flatMap((line) => (line.startsWith(gone) ? [] : [`${line.slice(1)}\n`])).join('');
      const [before, after] = [side('+'), side('-')];
      if (text.split(before).length !== 2) throw new Error(`${file} does not have, once:\n${before}`);
      text = text.replace(before, () => after);
    }
    this.#write(file, text);
  }

  /** Lines of `shown` are lines of the output, in that order; `…` stands for any, and at the end of a line for its rest. */
  async #run(commands: string, fails: boolean, shown: string): Promise<void> {
    const { code, output } = await shell(commands, this.root, this.#programs);
    if ((code !== 0) !== fails) throw new Error(`ended with ${code}:\n${output}`);
    const printed = output.split('\n').map((line) => line.trimEnd());
    for (const line of shown.split('\n').filter((each) => each !== '' && each !== '…')) {
      const begin = line.endsWith('…') ? line.slice(0, -1) : undefined;
      const at = printed.findIndex((each) => (begin === undefined ? each === line.trimEnd() : each.startsWith(begin)));
      if (at < 0) throw new Error(`there is no line\n${line}\nin what is left of the output:\n${printed.join('\n')}`);
      printed.splice(0, at + 1);
    }
  }
}

/** A copy of the checkout. */
export class Checkout extends Folder {
  constructor() {
    super();
    const filter = (file: string): boolean => !file.split(path.sep).includes('.papermake');
    for (const name of [...COPIED, ...FILES])
      cpSync(path.join(root, name), path.join(this.root, name), { recursive: true, filter });
    symlinkSync(path.join(root, 'node_modules'), path.join(this.root, 'node_modules'));
  }
}

/** Without what this run of the tests tells its own processes. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TINYPOOL|NODE_|UPDATE|FORCE_COLOR|TEST$|MODE$|DEV$|PROD$)/.test(name),
  ),
);

function shell(commands: string, cwd: string, programs: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const options = {
      cwd,
      env: { ...environment, NO_COLOR: '1', PATH: `${programs}:${process.env.PATH}` },
      maxBuffer: 1 << 26,
    };
    const child = execFile('/bin/sh', ['-e', '-c', commands], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, output: stdout + stderr }),
    );
  });
}
