// Prints `N passed, N failed` from the JSON report of vitest: `node tests/tally.mjs REPORT`.

import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// A file that can't be loaded runs no test, but it is a failure.
const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
console.log(`${report.numPassedTests} passed, ${report.numFailedTests + broken} failed`);
