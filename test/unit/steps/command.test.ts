import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studentT } from '../../../src/econ/distributions/distributions.ts';
import { Frame } from '../../../src/frame/frame.ts';
import { load } from '../../../src/frame/ingest/load.ts';
import { writeCsv } from '../../../src/frame/write-csv.ts';
import { missedFiles, printed } from '../../../steps/lib/command/failure.ts';
import { FitReader } from '../../../steps/lib/command/fit.ts';
import { CapturedLog } from '../../../steps/lib/command/log.ts';
import { outputNode } from '../../../steps/lib/command/plan.ts';
import { filesReached } from '../../../steps/lib/command/watch.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'papermake 命令-'));
  for (const name of ['y.csv', 'my data.csv', '数据.csv', 'README']) writeFileSync(join(root, name), 'x\n');
});
afterAll(() => rmSync(root, { recursive: true }));

describe('files that a command missed', () => {
  it.each([
    ['R', "cannot open file 'y.csv': No such file or directory", 'y.csv'],
    ['Python', "FileNotFoundError: [Errno 2] No such file or directory: 'my data.csv'", 'my data.csv'],
    ['Stata', 'file y.csv not found', 'y.csv'],
    ['Julia', 'SystemError: opening file "数据.csv": No such file or directory', '数据.csv'],
    ['cat', 'cat: my data.csv: No such file or directory', 'my data.csv'],
    ['sh', 'sh: 1: cannot open y.csv: No such file', 'y.csv'],
  ])('as %s says it', (_, line, expected) => {
    expect(missedFiles(`before\n${line}\nafter`, root, () => false)).toEqual([expected]);
    expect(missedFiles(line, root, (path) => path === expected)).toEqual([]);
  });

  it('by their absolute path too, and never ones that merely were spoken of', () => {
    expect(missedFiles(`cannot open '${root}/y.csv'`, root, () => false)).toEqual(['y.csv']);
    expect(missedFiles('reading y.csv as README says', root, () => false)).toEqual([]);
    expect(missedFiles("cannot open '/etc/passwd' or '../x': not found", root, () => false)).toEqual([]);
  });
});

describe('the captured log', () => {
  it('keeps all of what is short, whole characters included', () => {
    const log = new CapturedLog();
    const text = '数据 '.repeat(8000);
    const bytes = Buffer.from(text.slice(0, 20_000));
    for (let at = 0; at < bytes.length; at += 7) log.push(bytes.subarray(at, at + 7));
    expect(log.text()).toBe(text.slice(0, 20_000));
  });

  it('is read in GBK where a program printed that, line by line, and in no other encoding that it may be', () => {
    const log = new CapturedLog();
    const gbk = Buffer.from('b4edcef3a3bad5d2b2bbb5bdb6d4cff3', 'hex');
    log.push(Buffer.from('估计: 1\r\n'));
    log.push(Buffer.concat([gbk, Buffer.from(" 'y'\r\n")]));
    log.push(Buffer.from('caf\xe9 \xe0 la carte\n', 'latin1'));
    log.push(gbk);
    expect(log.text()).toBe("估计: 1\r\n错误：找不到对象 'y'\r\ncaf� � la carte\n错误：找不到对象");
  });

  it('keeps the two ends of what is long, and says how much lay between', () => {
    const log = new CapturedLog();
    for (let i = 0; i < 50_000; i++) log.push(Buffer.from(`line ${i}\n`));
    const text = log.text();
    expect(text.length).toBeLessThan(66_000);
    expect(text.startsWith('line 0\nline 1\n')).toBe(true);
    expect(text.endsWith('line 49999\n')).toBe(true);
    const total = Buffer.byteLength(Array.from({ length: 50_000 }, (_, i) => `line ${i}\n`).join(''));
    expect(text).toContain(`\n… ${total - 65_536} bytes left out …\n`);
  });

  it('cuts no character in two', () => {
    const log = new CapturedLog();
    for (let i = 0; i < 3; i++) log.push(Buffer.from(`${'x'.repeat(i)}${'数'.repeat(20_000)}`));
    expect(log.text()).toMatch(/^数+\n… \d+ bytes left out …\n数+$/);
  });

  it('shows the last forty lines', () => {
    const lines = (n: number): string => Array.from({ length: n }, (_, i) => `l${i + 1}`).join('\n');
    expect(printed(lines(40), 'did')).toMatch(/^; it printed:\n {2}\| l1\n/);
    expect(printed(lines(41), 'did')).toMatch(
      /^; the last 40 lines it printed \(`papermake show --log did` shows all\):\n {2}\| l2\n/,
    );
    expect(printed(' \n', 'did')).toBe('; it printed nothing');
  });
});

describe.skipIf(process.platform === 'win32')('what strace saw', () => {
  const reached = (lines: readonly string[]) => {
    const trace = join(root, 'trace');
    writeFileSync(trace, lines.join('\n'));
    return filesReached(trace, root, '/tmp/w/work');
  };
  const octal = (text: string): string =>
    [...Buffer.from(text)].map((b) => (b < 128 ? String.fromCharCode(b) : `\\${b.toString(8)}`)).join('');
  const cwd = 'AT_FDCWD</tmp/w/work>';

  it('project files opened where they lie, and looked for in the folder', () => {
    const lines = [
      `1 openat(${cwd}, "/etc/passwd", O_RDONLY) = 3</etc/passwd>`,
      `1 openat(${cwd}, "x", O_RDONLY) = 3</tmp/w/work/x>`,
      `1 openat(${cwd}, "${octal(`${root}/数据.csv`)}", O_RDONLY) = 4<${octal(`${root}/数据.csv`)}>`,
      `2 openat(${cwd}, "y.csv", O_RDONLY) = -1 ENOENT (No such file or directory)`,
      `2 newfstatat(${cwd}, "README", 0x7ff, 0) = -1 ENOENT (No such file or directory)`,
      `2 openat(${cwd}, "/lib/README", O_RDONLY) = -1 ENOENT (No such file or directory)`,
      `3 openat(${cwd}, "z" <unfinished ...>`,
      `3 <... openat resumed>, O_RDONLY) = 5<${octal(`${root}/my data.csv`)}>`,
    ];
    expect(reached(lines)).toEqual({ outside: ['my data.csv', '数据.csv'], missed: ['README', 'y.csv'] });
  });

  it('what is run, listed or tested for, and what lies elsewhere; not the way there, the system, or what came with a program', () => {
    const other = mkdtempSync(join(tmpdir(), 'papermake-other-'));
    for (const path of ['env/bin/python', 'env/lib/site.py', 'tool', 'settings', 'listed/x', 'tested/x', 'way/x']) {
      mkdirSync(dirname(join(other, path)), { recursive: true });
      writeFileSync(join(other, path), '');
    }
    const lines = [
      `1 execve("${other}/env/bin/python", ["python"], 0x7ff /* 3 vars */) = 0`,
      `1 openat(${cwd}, "${other}/env/lib/site.py", O_RDONLY) = 3<${other}/env/lib/site.py>`,
      `1 newfstatat(${cwd}, "/", {st_mode=S_IFDIR|0755, ...}, 0) = 0`,
      `1 newfstatat(${cwd}, "${other}/way", {st_mode=S_IFDIR|0755, ...}, 0) = 0`,
      `1 openat(5<${other}/way>, "x", O_RDONLY) = 3<${other}/way/x>`,
      `1 newfstatat(${cwd}, "${other}/settings", {st_mode=S_IFREG|0644, ...}, 0) = 0`,
      `1 openat(${cwd}, "${other}/listed", O_RDONLY|O_DIRECTORY) = 3<${other}/listed>`,
      `1 statx(${cwd}, "${other}/tested", 0, STATX_MODE, {...}) = 0`,
      `1 access("${other}/none", F_OK) = -1 ENOENT (No such file or directory)`,
      '1 openat(AT_FDCWD</tmp/w/work>, "/tmp/w/tmp/x", O_RDONLY) = 3</tmp/w/tmp/x>',
      `2 chdir("${other}") = 0`,
      '2 execve("./tool", ["./tool"], 0x7ff /* 3 vars */) = 0',
    ];
    const expected = ['listed', 'settings', 'tested', 'tool', 'way/x'].map((name) => `${other}/${name}`);
    expect(reached(lines)).toEqual({ outside: expected, missed: [] });
    rmSync(other, { recursive: true });
  });
});

describe('a frame as CSV', () => {
  it('reads back as the same values', () => {
    const csv = 'id,n,t,d\n1,0.1,"a, ""b""",2011-03-01\n2,1e-300,,\n3,,数据,2012-02-29\n4,-123456789.123,x,\n';
    const read = (text: string): Frame =>
      load(new TextEncoder().encode(text), { file: 'd.csv', types: { d: 'date' } }, () => {
        throw new Error('no merge');
      }).frame;
    const frame = read(csv);
    const again = read(writeCsv(frame, frame.names, ','));
    for (const name of frame.names) expect(again.column(name)).toEqual(frame.column(name));
    const one = Frame.of(new Map([['v', { type: 'number' as const, values: Float64Array.of(1, Number.NaN, 2) }]]), 3);
    expect(writeCsv(one, ['v'], ',')).toBe('v\n1\n""\n2\n');
  });
});

describe('a fit that a program wrote', () => {
  const given = {
    outcome: 'y',
    nobs: 100,
    dfResid: 30,
    vcovInfo: { type: 'CRV1', clusters: [{ name: 'unit', count: 31 }] },
    terms: [
      { term: 'x', estimate: 2, stdError: 0.5 },
      { term: 'z', estimate: 1, stdError: null },
      { term: 'w', estimate: 1, stdError: 0.5, pValue: 0.25 },
    ],
  };
  const read = (value: unknown) => {
    const reader = new FitReader();
    const fit = reader.fit(value);
    return { fit, wrong: reader.wrong.map(({ message }) => message) };
  };

  it('gets what follows from what it gives, and no more', () => {
    const { fit, wrong } = read(given);
    expect(wrong).toEqual([]);
    const [x, z, w] = fit.terms;
    const t = studentT(30);
    expect(x).toMatchObject({ statistic: 4, confLow: 2 - 0.5 * t.upperQuantile(0.025) });
    expect(x!.pValue).toBeCloseTo(2 * t.sf(4), 15);
    expect(z).toMatchObject({
      stdError: { invalid: 'not given by the command' },
      pValue: { invalid: 'not given by the command' },
    });
    expect(w).toMatchObject({ pValue: 0.25, statistic: 2 });
    expect(fit).toMatchObject({
      inference: 't(G-1)',
      nclusters: 31,
      ngroups: null,
      vcovInfo: { text: 'cluster(unit)' },
    });
    const absorbed = [{ name: 'unit', levels: 31, redundant: 31, nested: true }];
    expect(read({ ...given, absorbed })).toMatchObject({ fit: { absorbed, ngroups: 31 }, wrong: [] });
    expect(read({ ...given, dfResid: 69 }).fit.inference).toBe('t(N-K)');
    expect(read({ ...given, dfResid: null }).fit.inference).toBe('z');
  });

  it.each([
    [{ dfResid: undefined }, '`dfResid`: expected 0 or more, or null for the normal distribution, got nothing'],
    [{ vcovInfo: undefined }, '`vcovInfo`: expected an object, got nothing'],
    [{ vcovInfo: { type: 'CRV1' } }, '`vcovInfo.clusters` goes with the type `CRV1`, and with it alone'],
    [{ nobs: 1.5 }, '`nobs`: expected a whole number of at least 0, got `1.5`'],
    [{ terms: [] }, '`terms`: expected a list of at least one term, got `[]`'],
    [{ terms: [{ term: 'x', estimate: '1', stdError: 1 }] }, '`terms[0].estimate`: expected a number, got `"1"`'],
    [{ terms: [{ term: 'x', estimate: 1, stdError: -1 }] }, '`terms[0].stdError`: expected 0 or more, got `-1`'],
    [{ terms: [given.terms[0], given.terms[0]] }, 'two terms are called `x`'],
    [{ stats: { r2within: 1 } }, 'unknown key `r2within` in `stats`'],
    [{ nobz: 1 }, 'unknown key `nobz` in `the fit`'],
    [{ vcov: [[1]] }, '`vcov`: expected 3 rows of 3 numbers, as there are terms'],
    [
      { absorbed: [{ name: 'unit', levels: 31, redundant: 31, nested: 'yes' }] },
      '`absorbed[0].nested`: expected `true` or `false`, got `"yes"`',
    ],
    [{ inference: 'z' }, '`inference` is `z` where `dfResid` is null, and only there'],
  ])('is refused with %j', (change, message) => {
    expect(read({ ...given, ...change }).wrong).toContain(message);
  });
});

describe('nodes of outputs', () => {
  it('go by the file name without its extension, or by the whole where that is not enough', () => {
    const names = ['a/fit.json', 'fig.pdf', 'fig.png', 'x y.csv', '.hidden'];
    expect(names.map((name) => outputNode('did', name, names))).toEqual([
      'did.fit',
      'did["fig.pdf"]',
      'did["fig.png"]',
      'did["x y"]',
      'did[".hidden"]',
    ]);
  });
});
