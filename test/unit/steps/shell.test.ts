/** Lines and lists are started as each system and shell has it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunContext } from '../../../src/engine/step.ts';
import { runCommand } from '../../../steps/lib/command/run.ts';
import { shellCall } from '../../../steps/lib/command/shell.ts';
import { oneCommand } from '../../../steps/lib/command/versions.ts';
import { locatedCall, quotedForCmd, WINDOWS_GUARD } from '../../../steps/lib/command/windows.ts';
import { onSystem } from '../../support/held.ts';
import { scratchFolder } from '../../support/scratch.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(scratchFolder(), 'papermake-shell-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a command's node is refused with, before anything of it runs. */
async function refusal(run: string | readonly string[], shell?: 'sh' | 'cmd' | 'pwsh'): Promise<unknown> {
  const how = { step: 's', results: [], timeout: null, ...(shell === undefined ? {} : { shell }) };
  const context = {
    params: { outputs: {} },
    how,
    get inputs(): readonly string[] {
      throw new Error('it begins');
    },
    fail: (complaint: { readonly code: string }) => {
      throw new Error(complaint.code);
    },
  };
  const program = { run, env: {}, columns: {}, ...(shell === undefined || shell === 'sh' ? {} : { shell }) };
  return runCommand(context as unknown as RunContext<unknown>, program).then(
    () => 'it ran',
    (error: Error) => error.message,
  );
}

describe('a line for the shell', () => {
  it('names its shell on Windows, where a list needs none', async () => {
    await onSystem('win32', async () => {
      expect(await refusal('Rscript a.R')).toBe('no-shell');
      expect(await refusal('Rscript a.R', 'cmd')).toBe('it begins');
      expect(await refusal('Rscript a.R', 'sh')).toBe('it begins');
      expect(await refusal(['Rscript', 'a.R'])).toBe('it begins');
    });
  });

  it('has `sh` elsewhere, and no `cmd`', async () => {
    expect(await refusal('Rscript a.R')).toBe('it begins');
    expect(await refusal('Rscript a.R', 'cmd')).toBe('no-shell');
  });

  it('is one line of `cmd`, which stops at the first command that fails', () => {
    expect(shellCall('cmd', 'a "b c"\n\n  d > e\n')).toEqual({
      programs: ['cmd'],
      args: ['/d', '/s', '/c', '"a "b c" && d > e"'],
      verbatim: true,
    });
  });

  it('comes to PowerShell whole, which stops at errors and at programs that fail', () => {
    const { programs, args } = shellCall('pwsh', 'Write-Output "ä"');
    expect(programs).toEqual(['pwsh', 'powershell']);
    const script = Buffer.from(args.at(-1)!, 'base64').toString('utf16le').split('\n');
    expect(script[0]).toBe("$ErrorActionPreference = 'Stop'");
    expect(script.slice(-2)).toEqual(['Write-Output "ä"', 'if ($LASTEXITCODE) { exit $LASTEXITCODE }']);
  });
});

describe('a program on Windows', () => {
  const find = (run: readonly string[], searched = ''): unknown =>
    onSystem('win32', () => locatedCall({ programs: [run[0]!], args: run.slice(1) }, { cwd: folder, searched }));

  it('is not started where it is not found', async () => expect(await find(['Rscript', 'a.R'])).toBeUndefined());

  it('may lie in the folder of the command', async () => {
    writeFileSync(join(folder, 'run.exe'), '');
    expect(await find(['./run.exe', 'a b'])).toEqual({ file: join(folder, 'run.exe'), args: ['a b'], verbatim: false });
  });

  it('is run by `cmd` where it is a batch file, with its words as they are', async () => {
    writeFileSync(join(folder, 'run.bat'), '');
    const found = (await find(['./run.bat', 'a b'])) as { args: string[]; verbatim: boolean };
    expect(found.verbatim).toBe(true);
    expect(found.args.at(-1)).toBe(`"${quotedForCmd(join(folder, 'run.bat'))} ^"a b^""`);
  });

  it.each([
    ['a b', '^"a b^"'],
    ['a"b', '^"a\\^"b^"'],
    ['a\\', '^"a\\\\^"'],
    ['%PATH%', '^"^%PATH^%^"'],
    ['a&b|c', '^"a^&b^|c^"'],
  ])('is given `%s` as a word of `cmd`', (word, quoted) => expect(quotedForCmd(word)).toBe(quoted));

  it('is asked for its version without a shell', () => {
    expect(oneCommand('Rscript --version')).toEqual(['Rscript', '--version']);
    expect(oneCommand('Rscript --version | head -n 1')).toBeUndefined();
    expect(oneCommand('LC_ALL=C Rscript --version')).toBeUndefined();
  });
});

describe('the process beside a program on Windows', () => {
  const guard = (args: readonly string[], input: string): ReturnType<typeof spawnSync> => {
    const work = join(folder, 'work');
    mkdirSync(work);
    const told = { file: process.execPath, args, verbatim: false, folder: work };
    return spawnSync(process.execPath, ['-e', WINDOWS_GUARD, JSON.stringify(told)], {
      cwd: work,
      input,
      encoding: 'utf8',
    });
  };
  const forEver = 'setInterval(() => {}, 1000)';

  it('ends it and removes its folder where nobody is left', () => {
    guard(['-e', forEver], '');
    expect(existsSync(join(folder, 'work'))).toBe(false);
  });

  it('keeps its folder where that is asked', () => {
    guard(['-e', forEver], 'keep the folder\n');
    expect(existsSync(join(folder, 'work'))).toBe(true);
  });
});
