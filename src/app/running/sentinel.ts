/**
 * Hears signals while this thread is given to a node and hears none, whether that computes, compiles a document or draws. Another thread
 * listens meanwhile, and ends the process where this one does not take notice. Node tells threads of no signals, so that its own binding is asked;
 * where a version has it no more, a signal waits for the node, as without this.
 */
import { constants } from 'node:os';

/** This thread has so long to take notice: between two nodes it does at once. */
const PATIENCE_MS = 700;

const CODE = `
const { workerData: { numbers, noticed, patience } } = require('node:worker_threads');
process.noDeprecation = true;
const { Signal } = process.binding('signal_wrap');
const listening = [];
const heard = () => {
  // A second signal does by itself what it does.
  for (const each of listening) each.close();
  setTimeout(() => {
    if (Atomics.load(noticed, 0) === 1) return;
    require('node:fs').writeSync(2, 'papermake: interrupted within a node; what was on record is kept\\n');
    process.kill(process.pid, 'SIGKILL');
  }, patience);
};
// It may have been heard while this thread began.
for (const number of Atomics.load(noticed, 0) === 1 ? [] : numbers) {
  const each = new Signal();
  each.onsignal = heard;
  each.start(number);
  listening.push(each);
}`;

export interface Sentinel {
  /** This thread has heard the signal, and comes to its end by itself. */
  notice(): void;
  dismiss(): void;
}

export function postSentinel(signals: readonly NodeJS.Signals[]): Sentinel {
  const threads = process.getBuiltinModule('node:worker_threads');
  const noticed = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const numbers = signals.map((name) => constants.signals[name]);
  const workerData = { numbers, noticed, patience: PATIENCE_MS };
  const worker = new threads.Worker(CODE, { eval: true, workerData, execArgv: [] });
  worker.on('error', () => {});
  worker.unref();
  return {
    notice() {
      Atomics.store(noticed, 0, 1);
      void worker.terminate();
    },
    dismiss: () => void worker.terminate(),
  };
}
