/** kernels/cells.ts in WebAssembly, as `npm run generate` compiles it. */
export interface Passes {
  cellSums(rows: number, width: number, cells: number, weights: number, n: number, out: number): void;
}

export const code = `
AGFzbQEAAAABCgFgBn9/f39/fwACDwEDZW52Bm1lbW9yeQIAAQMCAQAHFQIIY2VsbFN1bXMAAAZtZW1vcnkCAAqeAQGbAQMDfwF8AXsgAUEDdC
EHA0AgBCAISgRAIAMrAwAiCUQAAAAAAAAAAGIEQCAJ/RQhCiAFIAIoAgAgB2xqIQYgACEBA0AgASAAIAdqSQRAIAYgBv0ABAAgCiAB/QAEAP3y
Af3wAf0LBAAgAUEQaiEBIAZBEGohBgwBCwsLIAhBAWohCCAAIAdqIQAgAkEEaiECIANBCGohAwwBCwsL
`;
