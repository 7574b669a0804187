// Prints each test on a line, failures with their cause, and `N passed, N failed` last.

export default async function* report(source) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of source) {
    if (type === 'test:pass' || type === 'test:fail') {
      // A file and a suite are containers; what they hold is counted by itself.
      const container = data.details?.type === 'suite' || data.file?.endsWith(data.name);
      if (type === 'test:fail') {
        const cause = data.details.error?.cause ?? data.details.error;
        if (!container || cause?.code !== 'ERR_TEST_FAILURE') {
          failed += 1;
          yield `FAILED ${data.name}\n${cause?.stack ?? cause}\n`;
        }
      } else if (!container) {
        passed += 1;
        yield `ok ${data.name}\n`;
      }
    } else if (type === 'test:stderr' || type === 'test:stdout') {
      yield data.message;
    }
  }
  yield `${passed} passed, ${failed} failed\n`;
}
