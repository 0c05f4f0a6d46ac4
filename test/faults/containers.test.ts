/**
 * Runs that cannot ask for each other: in containers of one host name, on other hosts, before a restart.
 * @module-tag slow
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { paper } from '../cli/paper.ts';
import { copyOf, share, sideBySide } from './harness.ts';
import { inContainer, inShell, MAY_CONTAIN, MAY_TRACE } from './machine.ts';

let project: Project;
beforeEach(() => {
  project = paper();
});
afterEach(() => project.dispose());

/** Writes to its own output that it begins and ends, so that two at once would show. */
const SLOW = `papermake: 1
steps:
  slow:
    kind: command
    run: 'echo begin >> "$DIARY"; sleep 0.2; echo end >> "$DIARY"; echo made > o.txt'
    env: {DIARY: "DIARY_FILE"}
    outputs: {o.txt: file}
`;

describe.skipIf(!MAY_CONTAIN)('containers of one host name', () => {
  it('take turns', async () => {
    const outputs = await project.make().then(() => project.tree('out'));
    project.remove('out');
    project.remove('.papermake');
    for (let round = 0; round < share(1 / 80); round++) {
      const copy = copyOf(project);
      const runs = Array.from({ length: 3 }, () => () => inContainer(copy, '$P -q -j 2'));
      for (const { code, stderr } of await sideBySide(runs, 3)) {
        expect(stderr).not.toMatch(/Internal error|cannot/);
        expect(code).toBe(0);
      }
      expect(copy.tree('out')).toEqual(outputs);
      expect((await copy.run()).stdout).toBe('papermake: all 12 nodes are fresh\n');
      copy.dispose();
    }
  });

  it('one after the other, not side by side', async () => {
    const slow = new Project({});
    slow.write('pipeline.yaml', SLOW.replace('DIARY_FILE', slow.path('diary')));
    const runs = Array.from({ length: 3 }, () => () => inContainer(slow, '$P run -q --force'));
    for (const { code, stderr } of await sideBySide(runs, 3)) {
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(
        /^(papermake: waiting for the run of process \d+ in another container of this machine \(host `box`\), which was last heard of at \d{4}-\d\d-\d\d \d\d:\d\d UTC\nhint: `--wait no` does not wait; it is taken for dead when nothing is heard for 2 minutes; if you know that it is, remove `\.papermake\/lock-\d+`\n)?$/,
      );
    }
    expect(slow.read('diary')).toBe('begin\nend\n'.repeat(3));
    slow.dispose();
  });

  it.skipIf(!MAY_TRACE)('one that was killed is waited for no longer than is asked', async () => {
    const killed = 'strace -f -qq -o /dev/null -e inject=fsync:signal=KILL:when=1 $P -q || true';
    await inContainer(project, killed);
    for (const wait of ['no', '0.2']) {
      const { code, stdout, stderr } = await project.run('--wait', wait, '--json');
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /(^|\n)not waiting for the run of process \d+ in another container of this machine \(host `box`\), which was last heard of at .* UTC\nhint: .*remove `\.papermake\/lock-1`\n$/,
      );
      expect(JSON.parse(stdout)).toMatchObject({ event: 'refused', problems: [{ code: 'store-busy' }] });
    }
    project.remove('.papermake/lock-1');
    await project.make();
  });

  it('one without a /proc of its own knows no process of another', async () => {
    const nested = "unshare --pid --fork sh -c '$P -q --wait 60'";
    const both = await sideBySide([() => inContainer(project, nested), () => inShell(project, '$P -q --wait 60')], 2);
    for (const { code, stderr } of both) expect(code, stderr).toBe(0);
    expect((await project.run()).stdout).toBe('papermake: all 12 nodes are fresh\n');
  });
});

describe('`--wait`', () => {
  it.each(['run', 'check', 'gc', 'clean'])('%s ends at once where another run is at work', async (command) => {
    await project.make();
    const slow = new Project({});
    slow.write('pipeline.yaml', SLOW.replace('DIARY_FILE', slow.path('diary')).replace('sleep 0.2', 'sleep 20'));
    const running = slow.start('run');
    while (!slow.has('diary')) await new Promise((resume) => setTimeout(resume, 10));
    if (command === 'check') slow.write('pipeline.yaml', `${slow.read('pipeline.yaml')}claims: {C: 1 > 0}\n`);
    const { code, stderr } = await slow.run(command, '--wait', 'no');
    expect(stderr).toBe(
      `not waiting for the run of process ${running.child.pid} on this project\nhint: wait for it, or end it\n`,
    );
    expect(code).toBe(1);
    running.child.kill('SIGINT');
    await running.ended;
    slow.dispose();
  });

  it('takes `no` or seconds', async () => {
    for (const wait of ['yes', '-1', '1e3', '']) {
      const { code, stderr } = await project.run('run', `--wait=${wait}`);
      expect(code).toBe(2);
      expect(stderr).toMatch(`papermake: \`--wait\` takes \`no\` or a number of seconds, got \`${wait}\`\n`);
    }
    expect((await project.run('run', '-q', '--wait', '5')).code).toBe(0);
  });
});
