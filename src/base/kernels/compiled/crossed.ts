/** kernels/crossed.ts in WebAssembly, as `npm run generate` compiles it. */
export interface Passes {
  addByCode(out: number, codes: number, x: number, w: number, n: number): void;
  shift(x: number, codes: number, means: number, w: number, n: number, squares: number): number;
  shiftAndAdd(
    x: number,
    codes: number,
    means: number,
    w: number,
    others: number,
    out: number,
    n: number,
    squares: number,
  ): number;
  addLevels(out: number, to: number, levels: number, codes: number, w: number, n: number): void;
  takeOffLevels(out: number, to: number, levels: number, codes: number, w: number, n: number): void;
  takeOffRows(x: number, codes: number, levels: number, n: number): void;
  takeOffCentred(x: number, codes: number, levels: number, others: number, means: number, n: number): void;
}

export const code = `
AGFzbQEAAAABLwVgBn9/f39/fwBgBH9/f38AYAh/f39/f39/fAF8YAZ/f39/f3wBfGAFf39/f38AAg8BA2VudgZtZW1vcnkCAAEDCAcBAAACAw
AEB2cICWFkZEJ5Q29kZQAGBXNoaWZ0AAQLc2hpZnRBbmRBZGQAAwlhZGRMZXZlbHMABQ10YWtlT2ZmTGV2ZWxzAAELdGFrZU9mZlJvd3MAAA50
YWtlT2ZmQ2VudHJlZAACBm1lbW9yeQIACoUIB0AAIAEgA0ECdGohAwNAIAEgA0kEQCAAIAArAwAgAiABKAIAQQN0aisDAKE5AwAgAUEEaiEBIA
BBCGohAAwBCwsLoAEBAX8gASAFQQJ0aiEFIARFBEADQCABIAVJBEAgACABKAIAQQN0aiIEIAQrAwAgAiADKAIAQQN0aisDAKE5AwAgAUEEaiEB
IANBBGohAwwBCwsPCwNAIAEgBUkEQCAAIAEoAgBBA3RqIgYgBisDACAEKwMAIAIgAygCAEEDdGorAwCioTkDACABQQRqIQEgA0EEaiEDIARBCG
ohBAwBCwsLVgAgASAFQQJ0aiEFA0AgASAFSQRAIAAgACsDACACIAEoAgBBA3RqKwMAIAQgAygCAEEDdGorAwChoTkDACABQQRqIQEgA0EEaiED
IABBCGohAAwBCwsL7gECAnwBfyABIAZBAnRqIQYgA0UEQANAIAEgBkkEQCAFIAQoAgBBA3RqIQMgACAAKwMAIAIgASgCAEEDdGorAwChIgg5Aw
AgByAIIAiioCEHIAMgAysDACAIoDkDACABQQRqIQEgBEEEaiEEIABBCGohAAwBCwsgBw8LA0AgASAGSQRAIAMrAwAgACsDACACIAEoAgBBA3Rq
KwMAoSIIoiEJIAUgBCgCAEEDdGohCiAAIAg5AwAgByAJIAiioCEHIAogCisDACAJoDkDACABQQRqIQEgBEEEaiEEIABBCGohACADQQhqIQMMAQ
sLIAcLpgEBAXwgASAEQQJ0aiEEIANFBEADQCABIARJBEAgACAAKwMAIAIgASgCAEEDdGorAwChIgY5AwAgBSAGIAaioCEFIAFBBGohASAAQQhq
IQAMAQsLIAUPCwNAIAEgBEkEQCAAIAArAwAgAiABKAIAQQN0aisDAKEiBjkDACAFIAMrAwAgBqIgBqKgIQUgAUEEaiEBIABBCGohACADQQhqIQ
MMAQsLIAULoAEBAX8gASAFQQJ0aiEFIARFBEADQCABIAVJBEAgACABKAIAQQN0aiIEIAQrAwAgAiADKAIAQQN0aisDAKA5AwAgAUEEaiEBIANB
BGohAwwBCwsPCwNAIAEgBUkEQCAAIAEoAgBBA3RqIgYgBisDACAEKwMAIAIgAygCAEEDdGorAwCioDkDACABQQRqIQEgA0EEaiEDIARBCGohBA
wBCwsLjgEBAX8gASAEQQJ0aiEEIANFBEADQCABIARJBEAgACABKAIAQQN0aiIDIAMrAwAgAisDAKA5AwAgAUEEaiEBIAJBCGohAgwBCwsPCwNA
IAEgBEkEQCAAIAEoAgBBA3RqIgUgBSsDACADKwMAIAIrAwCioDkDACABQQRqIQEgAkEIaiECIANBCGohAwwBCwsL
`;
