import { describe, expect, it } from 'vitest';
import { type Piece, pieceLines } from '../../../../src/app/survey/pieces.ts';

const worker = (node: string, name: string, machine: string, waited: number, cpu?: number): Piece =>
  ({
    node,
    milliseconds: 1000,
    ranOn: {
      on: 'hpc',
      worker: name,
      machine,
      shard: 1,
      waited,
      peak: 100 + waited,
      ...(cpu !== undefined && { cpu }),
    },
  }) as Piece;

describe('the pieces of a divided step', () => {
  const pieces = [
    worker('p@1', '7.0', 'n1', 10, 2000),
    worker('p@2', '7.1', 'n2', 30, 500),
    worker('p@3', '7.1', 'n2', 20),
  ];
  const here = { node: 'p@4', milliseconds: 1, ranOn: { machine: 'lab', peak: 90 } } as Piece;

  it('are told by where they ran, with what they took together and at most', () => {
    expect(pieceLines([...pieces, here])).toEqual([
      'of its pieces, 3 ran on hpc (workers: 2, machines: 2)',
      'of its pieces, 1 ran on lab',
      'its pieces took at least 2.5 s of processor time together',
      'at most 130 MiB of memory was taken while a piece ran',
      'the longest time of a piece in the queue was 30 ms',
    ]);
  });

  it('have a whole time where all are measured, and none where none is', () => {
    expect(pieceLines(pieces.slice(0, 2))).toContain('its pieces took 2.5 s of processor time together');
    expect(pieceLines([here]).join()).not.toContain('processor time');
    expect(pieceLines([{ node: 'p@1', milliseconds: 1, from: 'cache' } as Piece])).toEqual([]);
  });
});
