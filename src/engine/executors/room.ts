/** Refuses a node before it is read for of which the data do not fit into memory, and says what it would take. */
import { availableMemory } from 'node:process';
import type { NodeId } from '../../base/brand.ts';
import type { GraphNode } from '../graph.ts';
import type { Complaint } from '../step.ts';
import type { StoredArtifact } from '../store/records.ts';

const MIB = 1024 * 1024;

/** Data of so many bytes are asked for; what is less fits. */
const LARGE = 64 * MIB;

/**
 * Bytes of memory that a node takes for each byte it reads, and a constant besides. Regressions with absorbed effects and clusters, and
 * descriptions, took seven times on a million rows.
 */
const COPIES = 8;
const BESIDES = 100 * MIB;

/** `resultOf`: what a node above has made; `available`: bytes of memory that are free. */
export function roomComplaint(
  node: GraphNode,
  resultOf: (id: NodeId) => StoredArtifact | undefined,
  available: () => number = availableMemory,
): Complaint | undefined {
  let bytes = 0;
  for (const input of Object.values(node.inputs)) {
    if (input.is !== 'node') continue;
    for (const { name, size } of resultOf(input.node)?.parts ?? [])
      if (input.parts === 'all' || input.parts.includes(name)) bytes += size;
  }
  if (bytes < LARGE) return undefined;
  const needed = COPIES * bytes + BESIDES;
  const free = available();
  if (needed <= free) return undefined;
  const mebibytes = (size: number): string => `${Math.round(size / MIB)} MiB`;
  return {
    code: 'not-enough-memory',
    message: `it reads ${mebibytes(bytes)} of data, which take about ${mebibytes(needed)} of memory, and ${mebibytes(free)} are free`,
    hint: 'let a step above keep the rows and columns that are needed (`where`, `collapse`, `sql`), or run it where there is more memory',
  };
}
