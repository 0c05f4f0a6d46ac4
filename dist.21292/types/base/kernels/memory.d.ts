/** Arrays of numbers in a memory of their own, over which kernels in WebAssembly pass. */
declare global {
    namespace WebAssembly {
        class Memory {
            constructor(of: {
                initial: number;
            });
            readonly buffer: ArrayBuffer;
        }
        class Module {
            constructor(bytes: Uint8Array);
        }
        class Instance {
            constructor(module: Module, imports: {
                env: {
                    memory: Memory;
                };
            });
            readonly exports: unknown;
        }
    }
}
/**
 * Memory for arrays that kernels work on: these are given where an array begins, its `byteOffset`. Room is taken and never given back; it goes
 * with the last of its arrays.
 */
export declare class KernelMemory {
    #private;
    /** Throws Refusal above four gigabytes, and where the system gives no such memory. */
    constructor(bytes: number);
    /** n numbers, 0 in a room that was not emptied. */
    float64(n: number): Float64Array<ArrayBuffer>;
    /** n integers, 0 in a room that was not emptied. */
    int32(n: number): Int32Array<ArrayBuffer>;
    /** Empties the memory. Arrays that it held must not be used any more; new ones are undefined until written. */
    emptied(): this;
    /** The functions of a kernel (`code` of its module in `compiled/`), which read and write this room. */
    passes<Passes>(code: string): Passes;
}
/** Bytes that arrays of so many bytes each take. */
export declare const bytesOf: (...arrays: readonly number[]) => number;
/**
 * Gives rooms of at least so many bytes, of which one is in use at a time: the one before again where that is large enough and still there. What it
 * holds is undefined until it is written.
 */
export declare function roomInTurn(): (bytes: number) => KernelMemory;
