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
CpkIBuABAwJ7AXwCfyACQYACSgRAIAJB/wFqQYACbUEBakECbUEIdCIGQQN0IQcgACABIAYQACAAIAdqIAEgB2ogAiAGaxAAoA8LIAAgAkEDdG
ohAgNAIABBGGogAkkEQCADIAD9AAQAIAH9AAQA/fIB/fABIQMgBCAA/QAEECAB/QAEEP3yAf3wASEEIABBIGohACABQSBqIQEMAQsLIAP9IQAh
BQNAIAAgAkkEQCAFIAArAwAgASsDAKKgIQUgAEEIaiEAIAFBCGohAQwBCwsgBSAD/SEBoCAE/SEAIAT9IQGgoAupAQIEfwF8A0AgAiAJSgRAIA
UgACsDAPwCIghBAnRqIgogCigCAEEBajYCACADIAhHBEAgBiAJNgIAIAZBBGohBiAMIAEgCSADQQFqbCAIaiAEbEEDdGoiCisDAKAhDEEIIQgD
QCAIIARBA3RJBEAgByAIakEIayILIAsrAwAgCCAKaisDAKA5AwAgCEEIaiEIDAELCwsgCUEBaiEJIABBCGohAAwBCwsgDAs2AQF/A0AgAyAFSg
RAIAIgACABIAQQADkDACAFQQFqIQUgAkEIaiECIAEgBEEDdGohAQwBCwsLcAIDfwF8IANBACAEQQN0IgX8CwADQCACIAZKBEAgASsDACEIQQAh
BANAIAQgBUkEQCADIARqIgcgBysDACAIIAAgBGorAwCioDkDACAEQQhqIQQMAQsLIAZBAWohBiABQQhqIQEgACAFaiEADAELCwuUAgIGfwN8IA
AhAwNAIAEgB0oEQCADIAdBA3RqKwMAIQogACEEQQAhBgNAIAYgB0wEQCAGQQN0IgUgBGorAwAhCyADIAVqIggrAwAhCUEAIQUDQCAFIAZBA3RJ
BEAgCSADIAVqKwMAIAQgBWorAwCioSEJIAVBCGohBQwBCwsgBiAHRgRAIApEI0KSDKGcxztkIAkgAiAKomQiBSAFG0UiBUUEQCACIApEtOD4pH
TjID2iIAmjpSECCyAIRAAAAAAAAAAAIAmfIAUbOQMABSAIRAAAAAAAAAAAIAkgC6MgC0QAAAAAAAAAAGEbOQMACyAEIAZBAWoiBkEDdGohBAwB
CwsgAyAHQQFqIgdBA3RqIQMMAQsLC8sBAgR/AnwgBiAIQQN0aisDACEQA0AgBCAMSgRAIAUgAiADKAIAIg1BA3RqKwMA/AIiCyANIAhBAWpsai
AJbEEDdGohDiAGIAtBA3RqKwMAIBChIQ9BCCELA0AgCyAJQQN0SQRAIA8gByALakEIaysDAEQAAAAAAAAAQKIgCyAOaisDAKKhIQ8gC0EIaiEL
DAELCyAAIAEgDUECdGooAgBBA3RqIgsgCysDACAOKwMAoCAKIA+ioTkDACAMQQFqIQwgA0EEaiEDDAELCws=
`;
