/** The shells that a line may name, and how each is started. A line ends at its first command that fails, whatever the shell. */

export type ShellName = 'sh' | 'pwsh' | 'cmd';

/** A program and its arguments. */
export interface CommandLine {
  /** Names of the program, the first that is found counts. */
  readonly programs: readonly string[];
  readonly args: readonly string[];
  /** Is true where Windows gets the arguments unchanged, without quotes around each. */
  readonly verbatim?: true;
}

interface Shell {
  readonly call: (line: string) => CommandLine;
  /** The source of the shell, for users who have none. */
  readonly install: string;
}

const shells: Readonly<Record<ShellName, Shell>> = {
  sh: {
    call: (line) => ({ programs: ['sh'], args: ['-ec', line] }),
    install: 'on Windows, Git brings one (https://git-scm.com)',
  },
  pwsh: {
    call: (line) => ({ programs: ['pwsh', 'powershell'], args: [...POWERSHELL, '-EncodedCommand', encoded(line)] }),
    install: 'Windows has PowerShell; elsewhere it is to be installed (https://learn.microsoft.com/powershell)',
  },
  cmd: {
    call: (line) => ({ programs: ['cmd'], args: ['/d', '/s', '/c', `"${joined(line)}"`], verbatim: true }),
    install: '`cmd` runs on Windows alone: write a list, `run: [Rscript, a.R]`, or name another shell',
  },
};

export const shellNames = Object.keys(shells) as readonly ShellName[];

export const shellCall = (name: ShellName, line: string): CommandLine => shells[name].call(line);

export const shellInstall = (name: ShellName): string => shells[name].install;

const POWERSHELL = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass'];

/** A script for PowerShell, which takes one in UTF-16 so that no quote is lost. From 7.4 on, it stops at a program that fails, too. */
function encoded(line: string): string {
  const script = [
    "$ErrorActionPreference = 'Stop'",
    '$PSNativeCommandUseErrorActionPreference = $true',
    "$ProgressPreference = 'SilentlyContinue'",
    '[Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)',
    line,
    'if ($LASTEXITCODE) { exit $LASTEXITCODE }',
  ].join('\n');
  return Buffer.from(script, 'utf16le').toString('base64');
}

/** One line of `cmd`, which takes no more, of those that are not blank. */
const joined = (line: string): string =>
  line
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .join(' && ');
