// node counts.mjs REPORT [AGAIN]: "passed failed" of a vitest report. AGAIN is the report of a second run of the files that failed: a test
// that fails in the first run alone counts as passed, and is named on stderr as unsteady.
// node counts.mjs --failed REPORT: the files that failed, a line each.
import { readFileSync } from 'node:fs';

const filesOf = (report) => JSON.parse(readFileSync(report, 'utf8')).testResults;

/** Names of the tests that failed, in files that failed. A file that does not load is one of them. */
const failuresOf = (files) =>
  files.flatMap(({ name, status, assertionResults: tests }) =>
    tests.length === 0
      ? [name].filter(() => status === 'failed')
      : tests.filter((test) => test.status === 'failed').map(({ fullName }) => `${name} > ${fullName}`),
  );

const [first, second] = process.argv.slice(2);
if (first === '--failed') {
  for (const { name, status } of filesOf(second)) if (status === 'failed') console.log(name);
} else {
  const files = filesOf(first);
  const passed = files.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'passed'));
  const failed = failuresOf(files);
  const again = second === undefined ? new Set(failed) : new Set(failuresOf(filesOf(second)));
  const unsteady = failed.filter((name) => !again.has(name) && ![...again].some((file) => name.startsWith(`${file} > `)));
  for (const name of unsteady) console.error(`unsteady: ${name}`);
  console.log(passed.length + unsteady.length, failed.length - unsteady.length);
}
