import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { watchProgram } from '../../../../src/base/system/program-meter.ts';
import { NodeMeter } from '../../../../src/engine/executors/node-meter.ts';
import { threadTime } from '../../../../src/engine/executors/thread-time.ts';

const onLinux = process.platform === 'linux';

/** Takes so much processor time: of this thread where that is known, else of the process. */
function spin(milliseconds: number): void {
  const taken = (): number => {
    const { user, system } = process.cpuUsage();
    return threadTime() ?? (user + system) / 1000;
  };
  for (const end = taken() + milliseconds; taken() < end; );
}

/** A program that has at least so many MiB and takes at least so much processor time, in milliseconds. */
async function program(mebibytes: number, milliseconds: number): Promise<void> {
  const script = `const held = Buffer.alloc(${mebibytes} * 1048576, 1);
    for (let had = 0; had < ${milliseconds} * 1000; ) { const { user, system } = process.cpuUsage(); had = user + system; }
    setTimeout(() => process.exit(held[0] - 1), 400);`;
  const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
  const end = watchProgram(child.pid);
  await once(child, 'exit');
  end();
}

describe('what a node takes', () => {
  it('has the processor time of its thread and the memory of the process', () => {
    const meter = new NodeMeter({ cost: 'long', lasted: undefined });
    const held = meter.during(() => {
      spin(200);
      return Buffer.alloc(100 * 1048576, 1);
    });
    const { cpu, peak } = meter.use;
    if (threadTime() !== undefined) expect(cpu).toBeGreaterThanOrEqual(100);
    expect(peak! * 1048576).toBeGreaterThanOrEqual(held.length);
  });

  it('says nothing of the time of a node that waited while others had its thread', async () => {
    const meter = new NodeMeter({ cost: 'long', lasted: undefined });
    const isMain = (await import('node:worker_threads')).isMainThread;
    await meter.during(() => new Promise((resolve) => setTimeout(resolve, 120)));
    spin(100);
    expect('cpu' in meter.use).toBe(threadTime() !== undefined && !isMain);
  });

  it.skipIf(!onLinux)('has the time and the memory of programs', { tags: 'slow' }, async () => {
    const meter = new NodeMeter({ cost: 'external', lasted: undefined });
    const before = process.resourceUsage().maxRSS / 1024;
    await meter.during(() => program(150, 300));
    const { cpu, peak } = meter.use;
    expect(cpu).toBeGreaterThanOrEqual(250);
    expect(peak).toBeGreaterThanOrEqual(before + 140);
  });

  it.skipIf(!onLinux)(
    'tells the memory, and not the time, of programs that ran side by side',
    { tags: 'slow' },
    async () => {
      const meters = [0, 1].map(() => new NodeMeter({ cost: 'external', lasted: undefined }));
      await Promise.all(meters.map((meter, i) => meter.during(() => program(200 * i + 20, 50))));
      const [small, large] = meters.map(({ use }) => use);
      expect([small!.cpu, large!.cpu]).toEqual([undefined, undefined]);
      expect(large!.peak! - small!.peak!).toBeGreaterThan(100);
    },
  );

  it('says nothing of programs where other threads start some, nor of those that it never saw', async () => {
    const crowded = new NodeMeter({ cost: 'external', lasted: undefined, isCrowded: true });
    await crowded.during(async () => {
      const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
      watchProgram(child.pid)();
      await once(child, 'exit');
    });
    expect(crowded.use).toEqual({});
  });
});
