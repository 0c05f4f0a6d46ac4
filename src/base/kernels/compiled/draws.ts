/** kernels/draws.ts in WebAssembly, as `npm run generate` compiles it. */
export interface Passes {
  dot(x: number, y: number, n: number): number;
  dots(x: number, y: number, out: number, count: number, n: number): void;
  choleskySkipping(a: number, p: number, tiny: number): void;
  treatedSums(
    starts: number,
    after: number,
    units: number,
    periods: number,
    columns: number,
    counts: number,
    treated: number,
    along: number,
  ): number;
  combine(rows: number, weights: number, count: number, out: number, n: number): void;
  addTreated(
    scores: number,
    clusters: number,
    starts: number,
    treated: number,
    count: number,
    after: number,
    ofStart: number,
    along: number,
    periods: number,
    columns: number,
    estimate: number,
  ): void;
}

export const code = `
AGFzbQEAAAABMAVgBX9/f39/AGADf39/AXxgCH9/f39/f39/AXxgA39/fABgC39/f39/f39/f398AAIPAQNlbnYGbWVtb3J5AgABAwcGAQIAAA
MEB08HA2RvdAAABGRvdHMAAhBjaG9sZXNreVNraXBwaW5nAAQLdHJlYXRlZFN1bXMAAQdjb21iaW5lAAMKYWRkVHJlYXRlZAAFBm1lbW9yeQIA
CpsIBuIBAgR8An8gAkGAAkoEQCACQf8BakGAAm1BAWpBAm1BCHQiB0EDdCEIIAAgASAHEAAgACAIaiABIAhqIAIgB2sQAKAPCyAAIAJBA3RqIQ
IDQCAAQRhqIAJJBEAgAyAAKwMAIAErAwCioCEDIAQgACsDCCABKwMIoqAhBCAFIAArAxAgASsDEKKgIQUgBiAAKwMYIAErAxiioCEGIABBIGoh
ACABQSBqIQEMAQsLA0AgACACSQRAIAMgACsDACABKwMAoqAhAyAAQQhqIQAgAUEIaiEBDAELCyADIASgIAUgBqCgC6kBAgR/AXwDQCACIAlKBE
AgBSAAKwMA/AIiCEECdGoiCiAKKAIAQQFqNgIAIAMgCEcEQCAGIAk2AgAgBkEEaiEGIAwgASAJIANBAWpsIAhqIARsQQN0aiIKKwMAoCEMQQgh
CANAIAggBEEDdEkEQCAHIAhqQQhrIgsgCysDACAIIApqKwMAoDkDACAIQQhqIQgMAQsLCyAJQQFqIQkgAEEIaiEADAELCyAMCzYBAX8DQCADIA
VKBEAgAiAAIAEgBBAAOQMAIAVBAWohBSACQQhqIQIgASAEQQN0aiEBDAELCwtwAgN/AXwgA0EAIARBA3QiBfwLAANAIAIgBkoEQCABKwMAIQhB
ACEEA0AgBCAFSQRAIAMgBGoiByAHKwMAIAggACAEaisDAKKgOQMAIARBCGohBAwBCwsgBkEBaiEGIAFBCGohASAAIAVqIQAMAQsLC5QCAgZ/A3
wgACEDA0AgASAHSgRAIAMgB0EDdGorAwAhCiAAIQRBACEGA0AgBiAHTARAIAZBA3QiBSAEaisDACELIAMgBWoiCCsDACEJQQAhBQNAIAUgBkED
dEkEQCAJIAMgBWorAwAgBCAFaisDAKKhIQkgBUEIaiEFDAELCyAGIAdGBEAgCkQjQpIMoZzHO2QgCSACIAqiZCIFIAUbRSIFRQRAIAIgCkS04P
ikdOMgPaIgCaOlIQILIAhEAAAAAAAAAAAgCZ8gBRs5AwAFIAhEAAAAAAAAAAAgCSALoyALRAAAAAAAAAAAYRs5AwALIAQgBkEBaiIGQQN0aiEE
DAELCyADIAdBAWoiB0EDdGohAwwBCwsLywECBH8CfCAGIAhBA3RqKwMAIRADQCAEIAxKBEAgBSACIAMoAgAiDUEDdGorAwD8AiILIA0gCEEBam
xqIAlsQQN0aiEOIAYgC0EDdGorAwAgEKEhD0EIIQsDQCALIAlBA3RJBEAgDyAHIAtqQQhrKwMARAAAAAAAAABAoiALIA5qKwMAoqEhDyALQQhq
IQsMAQsLIAAgASANQQJ0aigCAEEDdGoiCyALKwMAIA4rAwCgIAogD6KhOQMAIAxBAWohDCADQQRqIQMMAQsLCw==
`;
