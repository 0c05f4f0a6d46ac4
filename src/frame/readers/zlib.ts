/** Node's own library of compressed data, loaded when a file is first found to be compressed: most runs meet none. */
export const zlib = () => process.getBuiltinModule('node:zlib');
