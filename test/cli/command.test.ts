/** Commands: the awkward situations of build tools that concern programs run from outside. */
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const PANEL = 'unit,year,y,x\na,1,1,2\na,2,2.5,3\nb,1,3,1\nb,2,5,2.2\nc,1,2,1\nc,2,2,1.4\n';

function commands(steps: readonly string[], files: Readonly<Record<string, string>> = {}): void {
  project = new Project({
    'pipeline.yaml': `papermake: 1\nsteps:\n${steps.map((step) => `  ${step}\n`).join('')}`,
    'data/panel.csv': PANEL,
    'data/x.txt': 'x1\n',
    'data/y.txt': 'y1\n',
    ...files,
  });
}

const ingest = 'panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}';
const copy = 'copy: {kind: command, run: cp data/x.txt o.txt, files: [data/x.txt], outputs: {o.txt: file}}';

/** The processes whose command line holds `mark`. */
function processes(mark: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(join('/proc', pid, 'cmdline'), 'utf8').includes(mark);
    } catch {
      return false;
    }
  });
}

describe('what a command sees', () => {
  it('is its declared inputs alone; an undeclared one is missing, and the error says what to declare', async () => {
    commands([
      'read: {kind: command, run: cat data/x.txt data/y.txt > o.txt, files: [data/x.txt], outputs: {o.txt: file}}',
    ]);
    const failed = await project.run('run');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('`cat data/x.txt data/y.txt > o.txt` ended with exit code 1; it printed:');
    expect(failed.stderr).toContain('  | cat: data/y.txt: No such file or directory');
    expect(failed.stderr).toContain('`data/y.txt` exists in the project but is not declared: add it to `files:`');
    expect(failed.stderr).not.toContain('`data/x.txt` exists');
    expect(failed.stderr).toContain('files: [data/x.txt]');
    project.edit('pipeline.yaml', '[data/x.txt]', '[data/x.txt, data/y.txt]');
    expect((await project.make()).ran).toEqual(['read']);
    expect(project.read('out/read/o.txt')).toBe('x1\ny1\n');
  });

  it('is told of what was missing also where the command goes on without it', async () => {
    commands(['read: {kind: command, run: cat data/x.txt > o.txt || echo none > o.txt, outputs: {o.txt: file}}']);
    const ran = await project.run('run');
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('warning: `data/x.txt` exists in the project but is not declared');
  });

  it('is its declared environment alone, which messages never show', async () => {
    commands([
      "env: {kind: command, run: 'env | sort > o.txt; exit $CODE', env: {CODE: 0, SECRET: hunter2}, outputs: {o.txt: file}}",
    ]);
    await project.make();
    const names = project
      .read('out/env/o.txt')
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names).toEqual(expect.arrayContaining(['CODE', 'LANG', 'PATH', 'SECRET', 'TMPDIR', 'TZ']));
    expect(names).not.toContain('HOME');
    expect(names).not.toContain('USER');
    project.edit('pipeline.yaml', 'CODE: 0', 'CODE: 3');
    const failed = await project.run('run');
    expect(failed.code).toBe(1);
    expect(failed.stdout + failed.stderr).not.toMatch(/hunter2(?!, \}|\})/);
  });

  it('has numbers as they were written', async () => {
    commands([
      "env: {kind: command, run: 'echo $A $B $C > o.txt', env: {A: 007, B: 1.0, C: 1e3}, outputs: {o.txt: file}}",
    ]);
    await project.make();
    expect(project.read('out/env/o.txt')).toBe('007 1.0 1e3\n');
  });

  it('is copies: a command that writes to its input changes nothing, and is told of', async () => {
    commands([
      'touch: {kind: command, run: chmod u+w data/x.txt; echo z >> data/x.txt; cp data/x.txt o.txt, files: [data/x.txt], outputs: {o.txt: file}}',
    ]);
    const ran = await project.run('run');
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('warning: the command changed its input `data/x.txt`');
    expect(project.read('data/x.txt')).toBe('x1\n');
  });
});

describe('what a command prints', () => {
  it('is kept in order, also where it opens /dev/stdout and /dev/stderr itself', async () => {
    commands([
      'c: {kind: command, run: "echo 1; echo 2 > /dev/stderr; echo 3 >&2; echo 4 > /dev/stdout; echo 5; echo > o.txt", outputs: {o.txt: file}}',
    ]);
    expect((await project.make()).ran).toEqual(['c']);
    expect((await project.run('show', '--log', 'c')).stdout).toBe('1\n2\n3\n4\n5\n');
  });
});

describe('what a command printed before it failed', () => {
  const shown = async (): Promise<string> => (await project.run('show', '--log', 'c')).stdout;

  it('is shown whole until it succeeds, or is another command again', async () => {
    commands(
      [
        'c: {kind: command, run: sh s.sh, files: [s.sh], env: {FLAG: "$FLAG"}, outputs: {o.txt: file}}'.replace(
          '$FLAG',
          '/none',
        ),
      ],
      { 's.sh': 'echo well; echo > o.txt\n' },
    );
    await project.make();
    project.write('s.sh', 'seq 1 50; [ -e "$FLAG" ] || exit 1; echo > o.txt\n');
    project.edit('pipeline.yaml', '/none', project.path('flag'));
    const failed = await project.run('run');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('the last 40 lines it printed (`papermake show --log c` shows all):\n  | 11\n');
    const numbers = Array.from({ length: 50 }, (_, i) => `${i + 1}\n`).join('');
    expect(await shown()).toBe(numbers);
    project.edit('pipeline.yaml', project.path('flag'), '/none');
    project.write('s.sh', 'echo well; echo > o.txt\n');
    expect(await shown()).toBe('well\n');
    project.edit('pipeline.yaml', '/none', project.path('flag'));
    project.write('s.sh', 'echo $(cat "$FLAG"); [ "$(cat "$FLAG")" = good ] || exit 1; echo > o.txt\n');
    project.write('flag', 'bad\n');
    await project.make([], 1);
    expect(await shown()).toBe('bad\n');
    project.write('flag', 'good\n');
    await project.make();
    expect(await shown()).toBe('good\n');
    project.write('flag', 'worse\n');
    await project.make(['--force'], 1);
    expect(await shown()).toBe('worse\n');
  });

  it('is shown for a line of versions too', async () => {
    commands(['c: {kind: command, run: echo, versions: ["echo asked; nonesuch --version"], outputs: {o.txt: file}}']);
    await project.make([], 1);
    expect(await shown()).toMatch(/^asked\n.*nonesuch: not found\n$/);
  });
});

describe('the folder of a command', () => {
  it('and a program that cannot be started is an error', async () => {
    commands([`c: {kind: command, run: "echo ${'x'.repeat(200_000)}", outputs: {o.txt: file}}`]);
    const failed = await project.run('run');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('cannot start a program: spawn E2BIG');
  });

  it('is an error with a hint where it cannot be made', async () => {
    commands([copy]);
    process.env.TMPDIR = project.path('none');
    const failed = await project.start('run').ended;
    delete process.env.TMPDIR;
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(
      `cannot make a folder among the temporary files in \`${project.path('none')}\`: no such file or directory`,
    );
    expect(failed.stderr).toContain('hint: ');
  });
});

describe('what a command gives', () => {
  it('fails by name where a declared output was not written', async () => {
    commands(['half: {kind: command, run: echo one > a.txt, outputs: {a.txt: file, b.txt: file}}']);
    const failed = await project.run('run');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('`echo one > a.txt` did not write `b.txt`');
    expect(project.tree('out')).toEqual({});
  });

  it('names an undeclared output and does not keep it', async () => {
    commands(['more: {kind: command, run: mkdir d; echo 1 > a.txt; echo 2 > d/b.txt, outputs: {a.txt: file}}']);
    const ran = await project.run('run');
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('warning: the command wrote `d/b.txt`, which is not declared and not kept');
    expect(Object.keys(project.tree('out'))).toEqual(['out/more/a.txt']);
  });

  it('refuses an output that is a link out of its folder', async () => {
    commands(['link: {kind: command, run: ln -s /etc/passwd o.txt, outputs: {o.txt: file}}']);
    const failed = await project.run('run');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('made `o.txt` a link to something outside its folder');
    expect(project.has('out/link/o.txt')).toBe(false);
  });

  it('fails where any command of a line does, and not only the last', async () => {
    commands(['half: {kind: command, run: "cp none o.txt; echo 1 > o.txt", outputs: {o.txt: file}}']);
    expect((await project.make([], 1)).failed).toEqual(['half']);
  });

  it('a failure half-way records nothing, though the output was written; the next run runs it again', async () => {
    commands(
      ['half: {kind: command, run: cp data/x.txt o.txt; sh s.sh, files: [data/x.txt, s.sh], outputs: {o.txt: file}}'],
      {
        's.sh': 'exit 7\n',
      },
    );
    expect((await project.run('run')).code).toBe(1);
    expect(project.has('out/half/o.txt')).toBe(false);
    expect((await project.make([], 1)).failed).toEqual(['half']);
    project.write('s.sh', 'exit 0\n');
    expect((await project.make()).ran).toEqual(['half']);
    project.write('s.sh', 'exit 7\n');
    expect((await project.make([], 1)).failed).toEqual(['half']);
    expect((await project.make([], 1)).failed).toEqual(['half']);
    project.write('s.sh', 'exit 0\n');
    expect((await project.make()).ran).toEqual([]);
  });

  it('a deleted or edited output is restored without running', async () => {
    commands([copy]);
    await project.make();
    project.write('out/copy/o.txt', 'by hand\n');
    expect(await project.make()).toMatchObject({ ran: [], cached: ['copy'] });
    project.remove('out/copy/o.txt');
    expect(await project.make()).toMatchObject({ ran: [], cached: ['copy'] });
    expect(project.read('out/copy/o.txt')).toBe('x1\n');
  });
});

/** As Stata in batch mode: writes `x.log` where it runs, prints nothing, and exits with 0 whatever happened. */
const STATA = `#!/bin/sh
for word; do case $word in *.do) do=$word;; esac; done
name=$(basename "$do" .do)
{
  echo; echo ". do $do"; echo
  while IFS= read -r line; do
    echo ". $line"
    case $line in
      use*none*) printf 'file data/y.txt not found\\nr(601);\\n\\nend of do-file\\nr(601);\\n'; exit 0;;
      capture*) printf 'variable zz not found\\n';;
      regress*zz*) printf 'variable zz not found\\nr(111);\\n\\nend of do-file\\nr(111);\\n'; exit 0;;
      export*) echo 'b,se' > o.csv; echo '1,0.5' >> o.csv; echo 'file o.csv saved';;
    esac
    echo
  done < "$do"
  echo 'end of do-file'
} > "$name.log"
exit 0
`;

describe('a program that fails and exits with 0', () => {
  /** Stand-ins for programs by name, on the PATH of the one step `c`. */
  function standIns(step: string, programs: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>) {
    commands([], files);
    for (const [name, text] of Object.entries(programs)) {
      project.write(`bin/${name}`, text);
      chmodSync(project.path(`bin/${name}`), 0o755);
    }
    const env = `env: {PATH: "${project.path('bin')}:/usr/bin:/bin"}`;
    project.write('pipeline.yaml', `papermake: 1\nsteps:\n  c: {kind: command, ${step}, ${env}}\n`);
  }
  const onStata = (program: string, run: string, text: string, output = 'o.csv: frame'): void =>
    standIns(`run: ${run}, files: [do/x.do], outputs: {${output}}`, { [program]: STATA }, { 'do/x.do': text });
  const shown = async (): Promise<string> => (await project.run('show', '--log', 'c')).stdout;

  it.each([
    ['stata', 'stata -b do do/x.do'],
    ['stata-mp', 'stata-mp -b -q do do/x.do 2'],
    ['StataMP-64.exe', 'StataMP-64.exe /e do do/x.do'],
  ])('is told of by the log of Stata: %s', async (program, run) => {
    // The output was written before the error, and would be taken for the result.
    onStata(program, run, 'export delimited o.csv\nregress y zz\nregress y x\n');
    const failed = await project.run('run');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(
      `\`${run}\` ended with exit code 0, but Stata failed: \`x.log\` says\n  | . regress y zz\n  | variable zz not found\n  | r(111);\n`,
    );
    expect(await shown()).toContain('file o.csv saved\n');
    expect((await project.make([], 1)).failed).toEqual(['c']);
    project.write('do/x.do', 'capture noisily regress y zz\nexport delimited o.csv\n');
    const ran = await project.run('run');
    expect(ran.code).toBe(0);
    expect(ran.stderr).not.toContain('warning');
    expect(await shown()).toMatch(
      /^x\.log:\n\n\. do do\/x\.do\n[\s\S]*variable zz not found\n[\s\S]*end of do-file\n$/,
    );
  });

  it('is told of by a log that is an output, in SMCL, behind a wrapper, or printed', async () => {
    onStata('stata', 'sh -c "stata -b do do/x.do; true"', 'export o\nregress y zz\n', 'o.csv: frame, x.log: file');
    expect((await project.run('run')).stderr).toContain('Stata failed: `x.log` says');
    project.write(
      'smcl',
      '{com}. regress y zz\n{err}variable {bf:zz} not found\n{txt}{search r(111), local:r(111);}\n',
    );
    project.edit('pipeline.yaml', 'sh -c "stata -b do do/x.do; true"', 'cp smcl x.smcl');
    project.edit('pipeline.yaml', 'files: [do/x.do]', 'files: [do/x.do, smcl]');
    expect((await project.run('run')).stderr).toContain(
      '`x.smcl` says\n  | . regress y zz\n  | variable zz not found\n  | r(111);\n',
    );
    project.edit('pipeline.yaml', 'cp smcl x.smcl', 'stata -b do do/x.do; cat x.log; rm x.log');
    expect((await project.run('run')).stderr).toContain('but Stata failed: it printed\n  | . regress y zz\n');
  });

  it('names the file that Stata missed', async () => {
    onStata('stata', 'stata -b do do/x.do', 'use none\nexport delimited o.csv\n');
    expect((await project.run('run')).stderr).toContain(
      '`data/y.txt` exists in the project but is not declared: add it to `files:`',
    );
  });

  it('does not fail for a log that was there before it ran', async () => {
    onStata('stata', 'stata -b do do/x.do', 'export delimited o.csv\n');
    project.write('old.log', '. regress y zz\nr(111);\n');
    project.edit('pipeline.yaml', 'files: [do/x.do]', 'files: [do/x.do, old.log]');
    expect((await project.run('run')).code).toBe(0);
  });

  it('is R whose exit code a pipe hides', async () => {
    const halts =
      '#!/bin/sh\necho 1 > o.csv; echo starting; echo "Error in f(x) : " >&2\necho "  no such thing" >&2; echo "Execution halted" >&2; exit 1\n';
    standIns('run: "Rscript s.R 2>&1 | cat", outputs: {o.csv: file}', { Rscript: halts }, {});
    const failed = await project.run('run');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(
      '`Rscript s.R 2>&1 | cat` ended with exit code 0, but R failed: it printed\n  | Error in f(x) : \n  |   no such thing\n  | Execution halted\n',
    );
    expect(failed.stderr).toContain(
      'hint: something hides its exit code, as a pipe or `||` does; `papermake show --log c` shows all it said',
    );
  });

  it('R in batch mode: the log is shown, which it writes and does not print', async () => {
    const batch = '#!/bin/sh\ncp "$3" "$(basename "$3" .R).Rout"; echo 1 > o.csv; exit $(cat code)\n';
    const rout =
      '> try(log("a"))\nError in log("a") : non-numeric argument to mathematical function\n> stop("final")\nError: final\nExecution halted\n';
    standIns(
      'run: R CMD BATCH s.R, files: [s.R, code], outputs: {o.csv: file}',
      { R: batch },
      { 's.R': rout, code: '1\n' },
    );
    const failed = await project.run('run');
    expect(failed.stderr).toContain('ended with exit code 1; it printed:\n  | s.Rout:\n  | > try(log("a"))\n');
    expect(failed.stderr).toContain('  | Error: final\n  | Execution halted\n');
    project.write('code', '0\n');
    expect((await project.run('run')).stderr).toContain(
      'but R failed: `s.Rout` says\n  | Error: final\n  | Execution halted\n',
    );
    project.write('s.R', rout.split('> stop')[0]!);
    const doubted = await project.run('run');
    expect(doubted.code).toBe(0);
    expect(doubted.stderr).toContain(
      'warning: `R CMD BATCH s.R` ended with exit code 0, though `s.Rout` says\n  | Error in log("a") : non-numeric argument to mathematical function\n',
    );
    expect(doubted.stderr).not.toContain('not declared and not kept');
  });

  it.each([
    ['Error in try(log(-1)) : x', 'Error in try(log(-1)) : x'],
    ['Error : own', 'Error : own'],
    [
      'Traceback (most recent call last):\\n  File "s.py", line 1\\n    f()\\nValueError: no\\nand on',
      'Traceback (most recent call last):\n  |   File "s.py", line 1\n  |     f()\n  | ValueError: no\n',
    ],
  ])('may have gone on with reason, which is a warning: %s', async (printed, told) => {
    commands([`c: {kind: command, run: sh s.sh, files: [s.sh], outputs: {o.txt: file}}`], {
      's.sh': `printf '${printed}\\n'; echo 1 > o.txt\n`,
    });
    const ran = await project.run('run');
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain(`warning: \`sh s.sh\` ended with exit code 0, though it printed\n  | ${told}`);
    expect(ran.stderr).not.toContain('and on');
  });

  it('an empty output is none', async () => {
    commands(['c: {kind: command, run: "false | cat > a.txt; echo 1 > b.txt", outputs: {a.txt: file, b.txt: file}}']);
    const failed = await project.run('run');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('`false | cat > a.txt; echo 1 > b.txt` left `a.txt` empty; it printed nothing');
    expect(failed.stderr).not.toContain('`b.txt` empty');
    project.edit('pipeline.yaml', 'a.txt: file, b.txt: file', 'a.txt: frame');
    expect((await project.run('run')).stderr).toContain('left `a.txt` empty');
  });

  it('an output of an earlier run is none of this one', async () => {
    commands(['c: {kind: command, run: sh s.sh, files: [s.sh], outputs: {o.txt: file, sub/p.csv: frame}}'], {
      's.sh': 'echo 1 > o.txt; printf "a\\n1\\n" > sub/p.csv\n',
    });
    await project.make();
    // As R does behind `tryCatch(…, error = function(e) quit(status = 0))`.
    project.write('s.sh', '[ ! -e o.txt ] && [ ! -e sub/p.csv ] && [ ! -e out ] && exit 0; echo 2 > o.txt\n');
    const failed = await project.run('run');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('`sh s.sh` did not write `o.txt`');
    expect(failed.stderr).toContain('`sh s.sh` did not write `sub/p.csv`');
    expect((await project.make([], 1)).failed).toEqual(['c@run']);
  });

  it('a data set that ends within a line, or in its header, is a warning', async () => {
    commands(['c: {kind: command, run: "printf \'a,b\\n1,2\\n3,4\' > o.csv", outputs: {o.csv: frame}}']);
    expect((await project.run('run')).stderr).toContain(
      'warning: `o.csv`: no line break ends the last row: was it written to its end?',
    );
    project.edit('pipeline.yaml', '3,4', '3,4\\n');
    expect((await project.run('run')).stderr).not.toContain('warning');
    project.edit('pipeline.yaml', '1,2\\n3,4\\n', '');
    expect((await project.run('run')).stderr).toContain('warning: `o.csv`: a header and no rows');
  });

  it('Python prints at once, so that nothing is lost when it ends without a farewell', async () => {
    commands(['c: {kind: command, run: echo "$PYTHONUNBUFFERED" > o.txt, outputs: {o.txt: file}}']);
    await project.make();
    expect(project.read('out/c/o.txt')).toBe('1\n');
  });
});

describe('what makes a command run again', () => {
  const why = async (node: string): Promise<string> => (await project.run('why', node)).stdout;

  it('an edit of the line, a file, the environment: each named; undone, nothing runs', async () => {
    commands(
      ["c: {kind: command, run: sh s.sh a, files: [s.sh], env: {M: '1'}, timeout: 60, outputs: {o.txt: file}}"],
      {
        's.sh': 'echo $1 $M > o.txt\n',
      },
    );
    expect((await project.make()).ran).toEqual(['c']);
    expect((await project.make()).fresh).toEqual(['c']);
    project.edit('pipeline.yaml', 's.sh a', 's.sh b');
    expect(await why('c')).toContain('steps.c.run: `sh s.sh a` → `sh s.sh b`');
    expect((await project.make()).ran).toEqual(['c']);
    expect(project.read('out/c/o.txt')).toBe('b 1\n');
    project.edit('pipeline.yaml', 's.sh b', 's.sh a');
    expect(await project.make()).toMatchObject({ ran: [], cached: ['c'] });
    expect(project.read('out/c/o.txt')).toBe('a 1\n');
    project.edit('pipeline.yaml', "M: '1'", "M: '2'");
    expect(await why('c')).toContain('steps.c.env.M: ');
    project.edit('pipeline.yaml', "M: '2'", "M: '1'");
    project.write('s.sh', 'echo $1 $M $M > o.txt\n');
    expect(await why('c')).toContain('s.sh changed');
    project.write('s.sh', 'echo $1 $M > o.txt\n');
    project.edit('pipeline.yaml', 'timeout: 60', 'timeout: 90');
    expect((await project.make()).fresh).toEqual(['c']);
  });

  it('another version of a tool, and only when it says another', async () => {
    commands(['c: {kind: command, run: tool > o.txt, versions: [tool --version], outputs: {o.txt: file}}']);
    project.write('bin/tool', '#!/bin/sh\necho 1.0\n');
    chmodSync(project.path('bin/tool'), 0o755);
    const before = process.env.PATH;
    process.env.PATH = `${project.path('bin')}:${before}`;
    try {
      expect((await project.make()).ran).toEqual(['c', 'c@versions']);
      project.write('bin/tool', '#!/bin/sh\n# the same version in another file\necho 1.0\n');
      expect(await project.make()).toMatchObject({ ran: ['c@versions'], fresh: ['c'] });
      project.write('bin/tool', '#!/bin/sh\necho 2.0\n');
      expect((await project.make()).ran).toEqual(['c', 'c@versions']);
      expect(await why('c')).toContain('a part of c changed (tool --version)');
      process.env.PATH = before;
      const failed = await project.run('run');
      expect(failed.code).toBe(1);
      expect(failed.stderr).toContain('the PATH has no such program: is it installed?');
    } finally {
      process.env.PATH = before;
    }
  });

  it('another version of a tool, however the line and the environment name it', async () => {
    commands([]);
    const tool = project.path('bin/tool');
    const versions = (line: string, more = ''): string =>
      `{kind: command, run: echo 1 > o.txt, outputs: {o.txt: file}, versions: [${JSON.stringify(line)}]${more}}`;
    const steps = {
      absolute: versions(`"${tool}" --version`),
      assigned: versions(`LC_ALL=C '${tool}' --version 2>&1 | head -n 1`),
      second: versions(`echo x; "${tool}" --version`),
      own: versions('tool --version', `, env: {PATH: "${project.path('bin')}:/usr/bin:/bin"}`),
      inline: versions(`PATH='${project.path('bin')}' tool --version`),
      read: versions(`cat '${project.path('data/x.txt')}'`),
    };
    const entries = Object.entries(steps).map(([name, step]) => `  ${name}: ${step}\n`);
    project.write('pipeline.yaml', `papermake: 1\nsteps:\n${entries.join('')}`);
    project.write('bin/tool', '#!/bin/sh\necho 1.0\n');
    chmodSync(tool, 0o755);
    await project.make();
    expect((await project.make()).ran).toEqual([]);
    project.write('bin/tool', '#!/bin/sh\necho 2.0\n');
    project.write('data/x.txt', 'x2\n');
    const names = Object.keys(steps);
    expect((await project.make()).ran).toEqual(names.flatMap((name) => [name, `${name}@versions`]).sort());
  });

  it('and a line that does not tell where the version stands is refused', async () => {
    commands([
      `c: {kind: command, run: echo, outputs: {o.txt: file}, versions: ["python3 -c 'import numpy'", $TOOL --version]}`,
    ]);
    const refused = await project.run('run');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("`python3 -c 'import numpy'` does not tell in which file the version stands");
    expect(refused.stderr).toContain('`$TOOL --version` does not tell');
  });

  it('an edit of its data that changes no output stops there', async () => {
    commands([
      'first: {kind: command, run: grep -v "^#" data/x.txt > o.txt, files: [data/x.txt], outputs: {o.txt: file}}',
      'second: {kind: command, run: cat in.txt > o.txt, inputs: {in.txt: first}, outputs: {o.txt: file}}',
    ]);
    expect((await project.make()).ran).toEqual(['first', 'second']);
    project.write('data/x.txt', '# a remark\nx1\n');
    expect(await project.make()).toMatchObject({ ran: ['first'], fresh: ['second'] });
    project.write('data/x.txt', 'x2\n');
    expect((await project.make()).ran).toEqual(['first', 'second']);
    expect(project.read('out/second/o.txt')).toBe('x2\n');
  });
});

describe('files of one command that another reads', () => {
  it('are told apart by their whole place; a bare name that two have is refused', async () => {
    commands([
      'f: {kind: command, run: echo 1 > u/r.txt; echo 2 > v/r.txt, outputs: {u/r.txt: file, v/r.txt: file}}',
      'g: {kind: command, run: cat v/r.txt > o.txt, inputs: {v/r.txt: f}, outputs: {o.txt: file}}',
    ]);
    await project.make();
    expect(project.read('out/g/o.txt')).toBe('2\n');
    project.edit('pipeline.yaml', 'inputs: {v/r.txt: f}', 'inputs: {r.txt: f}');
    const refused = await project.run('run');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('2 of its files are called `r.txt`: `u/r.txt`, `v/r.txt`');
  });

  it('rerun only what reads them', async () => {
    commands([
      'f: {kind: command, run: cp data/x.txt a.txt; cp data/y.txt b.txt, files: [data/x.txt, data/y.txt], outputs: {a.txt: file, b.txt: file}}',
      'g: {kind: command, run: cat a.txt > o.txt, inputs: {a.txt: f}, outputs: {o.txt: file}}',
    ]);
    await project.make();
    project.write('data/y.txt', 'y2\n');
    expect(await project.make()).toMatchObject({ ran: ['f'], fresh: ['g'] });
    project.write('data/x.txt', 'x2\n');
    expect((await project.make()).ran).toEqual(['f', 'g']);
  });
});

describe('ending a command', () => {
  it('an interrupt of a rebuild ends the whole group, records nothing and leaves nothing behind', async () => {
    const mark = `29${process.pid}`;
    // Long enough to be remembered as long: a worker could not be stopped together with what it started.
    commands(['slow: {kind: command, run: "echo first > o.txt; sleep 0.1", outputs: {o.txt: file}}']);
    expect((await project.make()).ran).toEqual(['slow']);
    project.edit(
      'pipeline.yaml',
      'echo first > o.txt; sleep 0.1',
      `sleep ${mark} & echo second > o.txt; trap '' TERM; sleep ${mark}; sleep ${mark}`,
    );
    project.write('temporary/x', '');
    process.env.TMPDIR = project.path('temporary');
    const running = project.start('run', '-j', '2');
    delete process.env.TMPDIR;
    while (processes(mark).length < 3) await sleep(20);
    expect(readdirSync(project.path('temporary'))).toHaveLength(2);
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(processes(mark)).toEqual([]);
    expect(readdirSync(project.path('temporary'))).toEqual(['x']);
    expect(project.read('out/slow/o.txt')).toBe('first\n');
    project.edit('pipeline.yaml', `trap '' TERM; sleep ${mark}; sleep ${mark}`, 'true');
    expect((await project.make()).ran).toEqual(['slow']);
    expect(project.read('out/slow/o.txt')).toBe('second\n');
  });

  it('a time limit ends it too, and is named', async () => {
    const mark = `28${process.pid}`;
    commands([`slow: {kind: command, run: echo begun; sleep ${mark}, timeout: 3, outputs: {o.txt: file}}`]);
    const failed = await project.run('run');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('ran longer than its `timeout` of 3 s and was stopped; it printed:\n  | begun');
    expect(processes(mark)).toEqual([]);
  });

  it('what a command leaves running ends with it', async () => {
    const mark = `27${process.pid}`;
    commands([`fork: {kind: command, run: sleep ${mark} & echo 1 > o.txt, outputs: {o.txt: file}}`]);
    expect((await project.make()).ran).toEqual(['fork']);
    expect(processes(mark)).toEqual([]);
    project.edit('pipeline.yaml', 'papermake: 1\n', 'papermake: 1\ndefaults: {command: {trace: true}}\n');
    expect((await project.make(['--force'])).ran).toEqual(['fork']);
    expect(processes(mark)).toEqual([]);
  });

  it('several run at once, up to -j', async () => {
    commands([]);
    project.write('meeting/x', '');
    // Each waits until the other has begun: alone, neither would end.
    const step = (own: string, other: string): string =>
      `  ${own}:
    kind: command
    run: 'touch "$MEETING/${own}"; while ! [ -e "$MEETING/${other}" ]; do sleep 0.02; done; echo 1 > o.txt'
    env: {MEETING: "${project.path('meeting')}"}
    timeout: 3000
    outputs: {o.txt: file}
`;
    project.write('pipeline.yaml', `papermake: 1\nsteps:\n${step('a', 'b')}${step('b', 'a')}`);
    expect((await project.make(['-j', '2'])).ran).toEqual(['a', 'b']);
  });
});

describe('results of several types', () => {
  const SCRIPT = [
    "sed 's/x/z/' panel.csv > result.csv",
    `echo '{"outcome":"y","terms":[{"term":"z","estimate":1.5,"stdError":0.5}],"nobs":6,"dfResid":4,"vcovInfo":{"type":"iid"}}' > fit.json`,
    'echo drawn > figure.pdf',
    'echo working >&2',
  ].join('\n');
  const did =
    'did: {kind: command, run: sh s.sh, files: [s.sh], inputs: {panel.csv: panel}, outputs: {result.csv: {as: frame, panel: {unit: unit, time: year}}, fit.json: {as: fit, header: Shell}, figure.pdf: file}}';
  const table = 'tables: {kind: report, tables: {t: {from: [m, did.fit]}}}';

  it('are nodes of their own that later steps read', async () => {
    commands(
      [
        ingest,
        did,
        'm: {kind: models, from: did.result, fit: y ~ z | unit}',
        'lag: {kind: models, from: did.result, fit: y ~ L.z}',
        table,
      ],
      { 's.sh': SCRIPT },
    );
    const { ran } = await project.make();
    expect(ran).toEqual([
      'did.figure',
      'did.fit',
      'did.result',
      'did@run',
      'lag',
      'm',
      'panel',
      'tables.papermake',
      'tables.t',
    ]);
    expect(project.read('out/did/figure.pdf')).toBe('drawn\n');
    const text = project.read('out/tables/t.md');
    expect(text).toContain('Shell');
    expect(text).toContain('(0.500)');
    expect((await project.run('show', '--log', 'did.fit')).stdout).toBe('working\n');
    // The command runs again, and of its outputs only the one that came out different.
    project.edit('s.sh', 'echo drawn', 'echo redrawn');
    expect((await project.make()).ran).toEqual(['did.figure', 'did@run']);
  });

  it('a Parquet file is a frame, written by a program or read from the data', async () => {
    const written = readFileSync(new URL('../unit/frame/fixtures/duckdb-groups.parquet', import.meta.url));
    commands([
      'panel: {kind: ingest, file: data/rows.parquet}',
      'copy: {kind: command, run: cp data/rows.parquet made.parquet, files: [data/rows.parquet], outputs: {made.parquet: frame}}',
      'read: {kind: models, from: panel, fit: seven ~ eighths}',
      'wrote: {kind: models, from: copy, fit: seven ~ eighths}',
    ]);
    writeFileSync(join(project.root, 'data/rows.parquet'), written);
    await project.make();
    const [first, second] = await Promise.all(
      ['read', 'wrote'].map(async (node) => JSON.parse((await project.run('show', node, '--json')).stdout)),
    );
    expect(first).toMatchObject({ nobs: 5000, terms: [{ term: 'eighths' }, { term: '_cons' }] });
    expect(second.terms).toEqual(first.terms);
  });

  it('one output is the step itself', async () => {
    commands([
      ingest,
      'one: {kind: command, run: [cp, panel.csv, o.csv], inputs: {panel.csv: {from: panel, columns: [unit, year, x, y]}}, outputs: {o.csv: frame}}',
      'd: {kind: describe, from: one, variables: [x, y]}',
    ]);
    expect((await project.make()).ran).toEqual(['d', 'one', 'panel']);
    const shown = JSON.parse((await project.run('show', 'd', '--json')).stdout) as { rows: { n: number }[] };
    expect(shown.rows.map((row) => row.n)).toEqual([6, 6]);
    project.write('data/panel.csv', PANEL.replaceAll('\n', ',9\n').replace('x,9', 'x,extra'));
    expect(await project.make()).toMatchObject({ ran: ['panel'], fresh: ['d', 'one'] });
  });
});

describe('watching with strace', () => {
  it('names what was reached past the folder', async () => {
    commands([]);
    project.write(
      'pipeline.yaml',
      `papermake: 1\nsteps:\n  past: {kind: command, run: [cp, "${project.path('data/y.txt')}", o.txt], trace: true, outputs: {o.txt: file}}\n`,
    );
    const ran = await project.run('run');
    expect(ran.code).toBe(0);
    // Where strace is missing or may not watch, the run says so instead.
    expect(ran.stderr).toMatch(
      /reached past its folder for `data\/y\.txt`: a change|reads outside the folder were not watched/,
    );
  });
});

describe('a shell', () => {
  const PWSH = '#!/bin/sh\necho "$1 $2" > said.txt\n';
  const line = (shell: string): string =>
    `a: {kind: command, run: "sort data/x.txt > o.txt", ${shell}files: [data/x.txt], outputs: {o.txt: file}}`;

  it('may be named, and `sh` is what no name means', async () => {
    commands([line('')]);
    await project.make();
    project.edit('pipeline.yaml', 'run:', 'shell: sh, run:');
    expect((await project.make()).fresh).toEqual(['a']);
    project.edit('pipeline.yaml', 'shell: sh', 'shell: cmd');
    const refused = await project.run('run');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('there is no `cmd` here')]);
    project.edit('pipeline.yaml', 'shell: cmd, ', '');
    expect((await project.make()).fresh).toEqual(['a']);
  });

  it('runs the line, and is another key', async () => {
    commands([`a: {kind: command, run: x, env: {PATH: PLACE}, outputs: {said.txt: file}}`], { 'bin/pwsh': PWSH });
    chmodSync(project.path('bin/pwsh'), 0o755);
    project.edit('pipeline.yaml', 'PLACE', JSON.stringify(`${project.path('bin')}:${process.env.PATH}`));
    project.edit('pipeline.yaml', 'run: x', 'run: x, shell: pwsh');
    await project.make();
    expect(project.read('out/a/said.txt')).toBe('-NoLogo -NoProfile\n');
    expect((await project.run('why', 'a')).stdout).not.toContain('shell');
    project.edit('pipeline.yaml', 'run: x, shell: pwsh', 'run: "echo > said.txt"');
    expect((await project.run('why', 'a')).stdout).toContain('shell');
  });

  it('is none of a list', async () => {
    commands(['a: {kind: command, run: [sort, data/x.txt], shell: sh, outputs: {o.txt: file}}']);
    const refused = await project.run('run');
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('`shell` is for a line, and `run` is a list'),
    ]);
  });
});

describe('the declaration', () => {
  it('is checked before anything runs, all at once', async () => {
    commands([
      ingest,
      'a: {kind: command, run: x, files: [data/none.txt, out/b/o.txt], outputs: {../o.txt: file}}',
      'b: {kind: command, run: x, files: [data/x.txt], inputs: {p.parquet: panel, data/x.txt: panel, q.csv: {from: panel, columns: [unt]}}, outputs: {o.txt: file, O.txt: file}}',
    ]);
    const refused = await project.run('run');
    expect(refused.code).toBe(2);
    for (const text of [
      'there is no file `data/none.txt`',
      '`out/b/o.txt` is made by `b`: read the step',
      "`../o.txt` is no file name in the command's folder",
      '`panel` cannot be written as `p.parquet`',
      '`data/x.txt` is declared twice',
      'unknown variable `unt`',
      '`o.txt` and `O.txt` are one file where case and the spelling of accents do not count',
    ])
      expect(refused.stderr).toContain(text);
  });

  it('holds nothing that no program can be given, and no file that is a folder too', async () => {
    commands(['c: {kind: command, run: "a\\0", env: {A=B: 1, "": 2, N: "\\0"}, outputs: {x: file, x/y: file}}']);
    const refused = await project.run('run');
    expect(refused.code).toBe(2);
    expect(refused.stderr.match(/expected a text that a program can be given, got one with a NUL/g)).toHaveLength(2);
    for (const text of [
      '`A=B` cannot be the name of an environment variable',
      '`` cannot be the name of an environment variable',
      '`x` cannot be a file and the folder of `x/y`',
    ])
      expect(refused.stderr).toContain(text);
  });
});
