export const nodeCount = (nodes: number): string => (nodes === 1 ? '1 node' : `${nodes} nodes`);

/** What a run says when there was nothing to do. */
export const freshLine = (nodes: number): string =>
  nodes === 1 ? 'papermake: the one node is fresh\n' : `papermake: all ${nodes} nodes are fresh\n`;
