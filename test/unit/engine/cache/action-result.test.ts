/** Entries of the shared cache as messages of Bazel's protocol. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/base/canonical.ts';
import { decodeResult, encodeResult } from '../../../../src/engine/cache/action-result.ts';

const contents = Buffer.from('small');
const result = {
  files: [
    { path: 'column:收入', digest: sha256('large'), size: 5_000_000_000 },
    { path: 'terms', digest: sha256(contents), size: 5, contents },
    { path: 'empty', digest: sha256(''), size: 0 },
  ],
  stdout: '{"format":1}',
};

describe('an action result', () => {
  it('is read as it was written', () => {
    expect(decodeResult(encodeResult(result))).toEqual(result);
    expect(decodeResult(encodeResult({ files: [], stdout: '' }))).toEqual({ files: [], stdout: '' });
  });

  it('is refused where it is cut anywhere, or holds what papermake does not write', () => {
    const bytes = encodeResult(result);
    const cuts = Array.from({ length: bytes.length }, (_, at) => bytes.subarray(0, at));
    const accepted = cuts.filter((cut) => {
      try {
        // What is left of whole files is a message, which the seal in it then refuses.
        return decodeResult(cut).stdout !== '';
      } catch {
        return false;
      }
    });
    expect(accepted).toEqual([]);
    expect(() => decodeResult(Buffer.concat([bytes, Buffer.from([0x20, 1])]))).toThrow('a field 4');
    expect(() => decodeResult(Buffer.concat([bytes, bytes]))).toThrow();
  });

  const isThere = !spawnSync('protoc', ['--version']).error;
  it.skipIf(!isThere && !process.env.CI)('is what protoc decodes by the published schema', () => {
    // The fields of remote_execution.proto that are used, with their numbers there.
    const schema = `syntax = "proto3";
      message Digest { string hash = 1; int64 size_bytes = 2; }
      message OutputFile { string path = 1; Digest digest = 2; bool is_executable = 4; bytes contents = 5; }
      message ActionResult { repeated OutputFile output_files = 2; int32 exit_code = 4; bytes stdout_raw = 5; }`;
    const { stdout, status } = spawnSync(
      'sh',
      [
        '-c',
        'd=$(mktemp -d); cat > "$d/r.proto"; protoc -I "$d" --decode=ActionResult "$d/r.proto" < "$0"; rm -r "$d"',
        file(),
      ],
      { input: schema, encoding: 'utf8' },
    );
    expect(status).toBe(0);
    expect(stdout).toContain(`hash: "${sha256('large')}"\n    size_bytes: 5000000000`);
    expect(stdout).toContain('path: "column:\\346\\224\\266\\345\\205\\245"');
    expect(stdout).toContain('contents: "small"');
    expect(stdout).toContain('stdout_raw: "{\\"format\\":1}"');
  });
});

function file(): string {
  const { mkdtempSync, writeFileSync } = process.getBuiltinModule('node:fs');
  const { join } = process.getBuiltinModule('node:path');
  const { tmpdir } = process.getBuiltinModule('node:os');
  const path = join(mkdtempSync(join(tmpdir(), 'papermake-')), 'result');
  writeFileSync(path, encodeResult(result));
  return path;
}
