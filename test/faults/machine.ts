/** Other machines, containers and file systems, as far as this machine permits them: namespaces of Linux, refusals by strace. */
import { spawn, spawnSync } from 'node:child_process';
import { BINARY, type Finished, type Project } from '../cli/harness.ts';

const env = { ...process.env, P: `${process.execPath} ${BINARY}` };

function ended(command: string, args: readonly string[], cwd: string): Promise<Finished> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((done) => child.on('close', (code) => done({ code: code ?? -1, stdout, stderr })));
}

/** Runs lines of the shell in the project; `$P` is papermake. */
export const inShell = (project: Project, script: string): Promise<Finished> =>
  ended('sh', ['-ec', script], project.root);

const MOUNTS = ['--mount', '--propagation', 'private'];

/** The same with mounts of its own, which are gone with it. */
export const withMounts = (project: Project, script: string): Promise<Finished> =>
  ended('unshare', [...MOUNTS, 'sh', '-ec', script], project.root);

const CONTAINER = [...MOUNTS, '--uts', '--pid', '--fork', '--mount-proc'];

/** The same in what a container is here: numbers of processes of its own, and a host name that others may have too. */
export const inContainer = (project: Project, script: string): Promise<Finished> =>
  ended('unshare', [...CONTAINER, 'sh', '-ec', `hostname box; ${script}`], project.root);

/** papermake where one system call is refused: `inject` as strace has it, `path` the only one it is about. */
export function refusing(project: Project, inject: string, path: string | undefined, args: readonly string[]) {
  const only = path === undefined ? [] : ['-P', project.path(path)];
  const call = ['-f', '-qq', '-o', '/dev/null', ...only, '-e', `inject=${inject}`, process.execPath, BINARY, ...args];
  return ended('strace', call, project.root);
}

const succeeds = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

export const MAY_MOUNT = succeeds('unshare', ...MOUNTS, 'sh', '-ec', 'mount -t tmpfs none /mnt');
export const MAY_CONTAIN = succeeds('unshare', ...CONTAINER, 'sh', '-ec', 'hostname box');
export const MAY_TRACE = succeeds('strace', '-f', '-o', '/dev/null', '-e', 'inject=sync:error=EIO', 'true');
