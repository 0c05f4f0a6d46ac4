export const nodeCount = (nodes: number): string => (nodes === 1 ? '1 node' : `${nodes} nodes`);

export const freshText = (nodes: number): string =>
  nodes === 1 ? 'the one node is fresh' : `all ${nodes} nodes are fresh`;

/** What a run says when there was nothing to do. */
export const freshLine = (nodes: number): string => `papermake: ${freshText(nodes)}\n`;
