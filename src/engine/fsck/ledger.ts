/** Checks the ledger of the project. What is broken in a chain is told and left, since nothing can make it again; a line that was never whole is cut off. */
import { truncateSync } from 'node:fs';
import path from 'node:path';
import { readChains } from '../ledger/chain.ts';
import type { StoreCheck } from './section.ts';

export const chains: StoreCheck = (root) => ({
  findings: readChains(root).flatMap(({ path: file, broken }) =>
    broken.map(({ line, is }) => ({ what: 'ledger', path: file, is: `is broken: line ${line} ${is}` }) as const),
  ),
});

export const tails: StoreCheck = (root) => {
  const torn = readChains(root).filter(({ whole, size }) => whole < size);
  const findings = torn.map(
    ({ path: file, whole, size }) =>
      ({ what: 'ledger', path: file, is: `ends in ${size - whole} bytes that are no line` }) as const,
  );
  return {
    findings,
    mend: () => torn.forEach(({ path: file, whole }) => void truncateSync(path.join(root, file), whole)),
  };
};
