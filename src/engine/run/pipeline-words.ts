/** Looks for words in the pipeline's text, which is read once: of what no word names, neither the declaration nor the code is read. */
import type { ProjectFiles } from '../system/files.ts';

export type Mentions = (word: string) => boolean;

export function pipelineWords(files: ProjectFiles, pipeline: string): Mentions {
  const text = files.read(pipeline) ?? new Uint8Array();
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.length);
  return (word) => bytes.includes(word);
}
