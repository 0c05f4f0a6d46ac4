// node driver.mjs LOAD < requests.json: runs many calls of the built command line in one process, one after the other.
// In: [[args…], …]; out: [{code, stdout, stderr}, …]. What a call prints is its own; the answer goes to descriptor 3.
import { readFileSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { bundle } = await import(pathToFileURL(process.argv[2]).href);
const answers = [];
for (const args of JSON.parse(readFileSync(0, 'utf8'))) {
  const answer = { code: -1, stdout: '', stderr: '' };
  process.stdout.write = (text) => {
    answer.stdout += text;
    return true;
  };
  process.stderr.write = (text) => {
    answer.stderr += text;
    return true;
  };
  try {
    answer.code = await bundle.main(args);
  } catch (error) {
    answer.stderr += `thrown: ${error.stack}`;
  }
  answers.push(answer);
}
const bytes = Buffer.from(JSON.stringify(answers));
for (let written = 0; written < bytes.length; ) written += writeSync(3, bytes, written);
