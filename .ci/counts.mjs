// node counts.mjs REPORT: "passed failed" of a vitest report. A file that does not load is one failure.
import { readFileSync } from 'node:fs';

const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
console.log(numPassedTests, numFailedTests + unloaded);
