/** What a run says when there was nothing to do. */
export const freshLine = (nodes: number): string => `papermake: all ${nodes} nodes are fresh\n`;
