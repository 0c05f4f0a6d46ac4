/**
 * System calls of the real binary that fail, one at a time, or at which it is killed: strace says which of them are about files
 * of the project, and lets the n-th of one name fail. Node's own start, and what it reads of the system, is left alone.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Project } from '../cli/harness.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { type Ended, faulty } from './harness.ts';

/** What looking for a path can end with. */
const PATH = ['EACCES', 'EIO', 'ELOOP', 'ENAMETOOLONG', 'ENOENT', 'ENOMEM', 'ENOTDIR', 'ESTALE'];
/** What the file system that is written to can say, too. */
const CHANGE = ['ENOSPC', 'EDQUOT', 'EROFS', 'EPERM'];
const LOOK = [...PATH, 'EINTR'];
const READ = ['EAGAIN', 'EINTR', 'EIO', 'ENOMEM', 'ESTALE'];
const WRITE = ['EAGAIN', 'EDQUOT', 'EFBIG', 'EINTR', 'EIO', 'ENOSPC', 'EPERM', 'ESTALE'];
const NAME = [...PATH, ...CHANGE, 'EBUSY', 'EEXIST', 'EMLINK', 'ENOTEMPTY', 'EXDEV'];
const FOLDER = [...PATH, ...CHANGE, 'EEXIST', 'EMLINK'];
const REMOVE = [...PATH, 'EBUSY', 'EPERM', 'EROFS'];
const FLUSH = ['EDQUOT', 'EINTR', 'EIO', 'ENOSPC', 'EROFS', 'ESTALE'];
const STAMP = ['EACCES', 'EIO', 'EPERM', 'EROFS', 'ESTALE'];
const ON_OPEN_FILE = ['EIO', 'ENOMEM', 'ESTALE'];

/** Every call that touches files, with the errors that the system documents for it and those of network folders. */
export const ERRORS: Readonly<Record<string, readonly string[]>> = {
  openat: [...PATH, ...CHANGE, 'EAGAIN', 'EBUSY', 'EFBIG', 'EINTR', 'EMFILE', 'ENFILE'],
  read: READ,
  pread64: READ,
  readv: READ,
  write: WRITE,
  pwrite64: WRITE,
  writev: WRITE,
  rename: NAME,
  renameat: NAME,
  renameat2: NAME,
  link: NAME,
  linkat: NAME,
  symlink: NAME,
  unlink: REMOVE,
  unlinkat: [...REMOVE, 'ENOTEMPTY'],
  rmdir: [...REMOVE, 'ENOTEMPTY'],
  mkdir: FOLDER,
  mkdirat: FOLDER,
  stat: LOOK,
  lstat: LOOK,
  statx: LOOK,
  newfstatat: LOOK,
  access: LOOK,
  faccessat: LOOK,
  faccessat2: LOOK,
  readlink: LOOK,
  readlinkat: LOOK,
  fstat: ON_OPEN_FILE,
  statfs: LOOK,
  fstatfs: ON_OPEN_FILE,
  lseek: ['EINVAL'],
  getdents64: [...ON_OPEN_FILE, 'ENOENT', 'ENOTDIR'],
  fsync: FLUSH,
  fdatasync: FLUSH,
  ftruncate: ['EFBIG', 'EINTR', 'EIO', 'EPERM', 'EROFS', 'ESTALE'],
  fallocate: WRITE,
  copy_file_range: [...WRITE, 'EXDEV'],
  sendfile: WRITE,
  chmod: STAMP,
  fchmod: STAMP,
  utimensat: STAMP,
  close: ['EDQUOT', 'EINTR', 'EIO', 'ENOSPC'],
  chdir: PATH,
};

/** The n-th call of a name on a path, counted in each thread. */
export interface CallAt {
  readonly name: string;
  readonly n: number;
  /** Relative to the project. Not given for temporary files, whose names differ from run to run: there, the n-th on any path. */
  readonly path?: string;
}

export interface Injected extends CallAt {
  /** The name of an error, or `KILL`. */
  readonly with: string;
}

export const nameOf = ({ name, n, path = 'any path', with: fault }: Injected): string =>
  `${name} ${n} on ${path}: ${fault}`;

export interface Struck extends Ended {
  /** Longer than anything may take. */
  readonly hung: boolean;
  /** What the calls that failed were about; those of the project, and others. */
  readonly struck: { readonly inside: readonly string[]; readonly outside: readonly string[] };
}

/** Only what is traced stops the program; but there, strace cannot send a signal. */
const FAST = '--seccomp-bpf';

/**
 * Calls that are about files of the project. Left out is the closing of files that were only read, which loses nothing and fails on no
 * file system of Linux; and of temporary files what would strike another thread's n-th, which is about other files.
 */
export async function callsOf(project: Project, args: readonly string[], log: string): Promise<readonly CallAt[]> {
  await traced(project, args, log, [FAST, '-e', `trace=${Object.keys(ERRORS).join(',')}`]);
  const nth = counter();
  const found = new Map<string, CallAt>();
  const outside = new Set<string>();
  const written = new Set<string>();
  for (const { thread, name, text } of linesOf(log)) {
    const n = nth(`${thread} ${name}`);
    const path = pathIn(project, text);
    const onPath = nth(`${thread} ${name} ${path}`);
    if (name === 'openat' && !text.includes('O_RDONLY')) written.add(/ = (\d+<.*>)/.exec(text)?.[1] ?? '');
    const mayFail = name !== 'close' || written.delete(/\((\d+<.*>)\)/.exec(text)?.[1] ?? '');
    if (path === undefined || !mayFail) outside.add(`${name} ${n}`);
    else if (path.startsWith('.papermake/tmp/')) found.set(`${name} ${n}`, { name, n });
    else found.set(`${name} ${onPath} ${path}`, { name, n: onPath, path });
  }
  return [...found].flatMap(([key, call]) => (outside.has(key) ? [] : [call]));
}

function counter(): (what: string) => number {
  const counts = new Map<string, number>();
  return (what) => {
    const n = (counts.get(what) ?? 0) + 1;
    counts.set(what, n);
    return n;
  };
}

/**
 * Which file of the project a call is about, relative to it: of several the last, as what is renamed gets its name. By the end of
 * the folder's name: strace writes letters beyond those of English in numbers.
 */
function pathIn({ root }: Project, text: string): string | undefined {
  const paths = [...text.matchAll(new RegExp(`${root.split(' ').at(-1)!}(?:/([^">]*))?[">]`, 'g'))];
  return paths.length === 0 ? undefined : (paths.at(-1)![1] ?? '');
}

/** Runs papermake with this call failing, or killed as it enters it. */
export async function injecting(
  project: Project,
  args: readonly string[],
  log: string,
  { name, n, path, with: fault }: Injected,
): Promise<Struck> {
  const only = path === undefined ? [] : ['-P', project.path(path)];
  const [how, pace] = fault === 'KILL' ? ['signal=KILL', []] : [`error=${fault}`, [FAST]];
  const trace = [...pace, ...only, '-e', `trace=${name}`, '-e', `inject=${name}:${how}:when=${n}`];
  const ended = await traced(project, args, log, trace);
  const struck = [...linesOf(log)].flatMap(({ text }) => (text.includes('(INJECTED)') ? [text] : []));
  const [inside, outside] = [true, false].map((is) =>
    struck.filter((text) => (pathIn(project, text) !== undefined) === is),
  );
  return { ...ended, struck: { inside: inside!, outside: outside! } };
}

/** From another folder, so that the place where papermake was started is in no path. */
function traced(
  project: Project,
  args: readonly string[],
  log: string,
  trace: readonly string[],
): Promise<Omit<Struck, 'struck'>> {
  const options = ['-f', '-qq', '-y', '-o', log, ...trace];
  const child = spawn('strace', [...options, process.execPath, faulty(), ...args, '-C', project.root], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    process.kill(-child.pid!, 'SIGKILL');
  }, PATIENCE_MS);
  return new Promise((done) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      done({ code, signal, stdout, stderr, hung });
    });
  });
}

/** A call that another thread's interrupts is two lines in the log. */
function* linesOf(log: string): Generator<{ thread: string; name: string; text: string }> {
  const unfinished = new Map<string, string>();
  for (const line of readFileSync(log, 'latin1').split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (rest.endsWith('<unfinished ...>')) {
      unfinished.set(thread, rest);
      continue;
    }
    const resumed = rest.startsWith('<... ');
    const text = resumed ? `${unfinished.get(thread) ?? ''} ${rest}` : rest;
    if (resumed) unfinished.delete(thread);
    const name = /^(\w+)\(/.exec(text)?.[1];
    if (name !== undefined) yield { thread, name, text };
  }
  // Nobody came back to these: the process was killed in them.
  for (const [thread, text] of unfinished) {
    const name = /^(\w+)\(/.exec(text)?.[1];
    if (name !== undefined) yield { thread, name, text };
  }
}
