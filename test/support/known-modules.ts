/** What of the test runner is used here: it imports a module as the tests do. */
interface Runner {
  import(specifier: string): Promise<unknown>;
}

const { moduleRunner } = (globalThis as unknown as { __vitest_mocker__: { moduleRunner: Runner } }).__vitest_mocker__;
const load = moduleRunner.import.bind(moduleRunner);
const known = new Map<string, Promise<unknown>>();

// Every call of the Worker and of an object in it imports the Worker's module, and asks Node twice where that is: it stays.
moduleRunner.import = (specifier) => {
  if (!specifier.endsWith("/src/index.ts")) return load(specifier);
  const module = known.get(specifier) ?? load(specifier);
  known.set(specifier, module);
  return module;
};
