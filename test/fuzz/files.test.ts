/**
 * Whatever became of a data file, reading it gives data or complaints.
 * @module-tag slow
 */
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { complaintsOf, type DataComplaint } from '../../src/frame/complaint.ts';
import { load } from '../../src/frame/ingest/load.ts';
import { readerFor } from '../../src/frame/readers/registry.ts';
import { frameArtifact } from '../../src/frame/stored/artifact.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { trials } from './budget.ts';
import { type DataFile, dataFiles, soundFiles } from './files.ts';
import { Watchdog } from './watchdog.ts';

const watchdog = new Watchdog(PATIENCE_MS);
afterAll(() => watchdog.dispose());

function complaints({ name, bytes }: DataFile): readonly DataComplaint[] {
  watchdog.watch(`${name}: ${Buffer.from(bytes).toString('base64').slice(0, 100_000)}`);
  const none = (): never => {
    throw new Error('nothing is merged');
  };
  const read = (): void => {
    const { frame, notes } = load(bytes, { file: name }, none);
    frameArtifact(frame, notes);
  };
  return [...complaintsOf(() => void readerFor(name).header(bytes, {})), ...complaintsOf(read)];
}

it('reads the files that it changes', () => {
  const sound = soundFiles.filter((file) => complaints(file).length === 0);
  expect(sound.length).toBeGreaterThan(0.7 * soundFiles.length);
});

it('tells what is wrong with data files', () => {
  fc.assert(
    fc.property(dataFiles, (file) => void complaints(file)),
    trials(4),
  );
});
