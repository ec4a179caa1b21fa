import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with one line that any tool can read. A file that did not even load counts as failed. */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      passed += tests.filter((test) => test.result().state === "passed").length;
      failed += tests.filter((test) => test.result().state === "failed").length;
      if (tests.length === 0 || module.errors().length > 0) failed += 1;
    }
    // After the default reporter's summary, so that it is the last line of the run.
    process.once("exit", () => console.log(`${passed} passed, ${failed} failed`));
  }
}
