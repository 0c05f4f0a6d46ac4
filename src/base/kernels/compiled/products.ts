/** kernels/products.ts in WebAssembly, as `npm run generate` compiles it. */
export interface Passes {
  weightedDot(w: number, x: number, z: number, n: number): number;
}

export const code = `
AGFzbQEAAAABCQFgBH9/f38BfAIPAQNlbnYGbWVtb3J5AgABAwIBAAcYAgt3ZWlnaHRlZERvdAAABm1lbW9yeQIACoMBAYABAgF7AXwgACADQQ
N0aiEDA0AgAEEIaiADSQRAIAQgAP0ABAAgAf0ABAD98gEgAv0ABAD98gH98AEhBCAAQRBqIQAgAUEQaiEBIAJBEGohAgwBCwsgBP0hACAE/SEB
oCEFIAAgA0kEfCAFIAArAwAgASsDAKIgAisDAKKgBSAFCws=
`;
