/** The line that a run with nothing to do prints, and its parts; the hot path loads no more words than these. */
export const nodeCount = (nodes: number): string => (nodes === 1 ? '1 node' : `${nodes} nodes`);

export const freshText = (nodes: number): string =>
  nodes === 1 ? 'the one node is fresh' : `all ${nodes} nodes are fresh`;

/** The line of a run that found everything fresh. */
export const freshLine = (nodes: number): string => `papermake: ${freshText(nodes)}\n`;
