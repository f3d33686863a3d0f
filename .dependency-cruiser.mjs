const entry = '(^|/)index\\.ts$';

/** Floors from bottom to top: a floor imports those before it only. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    rule(
      'no-cycles',
      'Modules that need each other are one module or miss a third. Split what both need into a file of its own.',
      {},
      { circular: true },
    ),
    rule(
      'charts-stand-alone',
      'A chart is used alone, in an agent or a diagram, so it knows only XState and the vocabulary. Say it with a message and a wire instead.',
      { path: '^machines/', pathNot: [entry, '^machines/(messages|time)\\.ts$'] },
      { path: '^(machines|src)/', pathNot: '^machines/(messages|time)\\.ts$' },
    ),
    rule(
      'vocabulary-is-the-ground-floor',
      'Messages and delays are what all charts share; they depend on nothing.',
      { path: '^machines/(messages|time)\\.ts$' },
      { path: '.' },
    ),
    rule(
      'machines-below-all',
      'machines/ is the product and does not know the tool around it.',
      { path: '^machines/' },
      { path: '^src/' },
    ),
    rule(
      'composition-is-generic',
      'Composition knows nothing of backups, so that it can be tested on textbook systems. Pass what is special as data.',
      { path: '^src/composition/' },
      { path: '^(machines|src)/', pathNot: '^src/composition/' },
    ),
    rule(
      'explore-is-generic',
      'The search knows nothing of backups. Pass what is special as a check.',
      { path: '^src/explore/' },
      { path: '^(machines|src)/', pathNot: '^src/(composition|explore)/' },
    ),
    rule(
      'system-looks-down',
      'The model does not know who checks it.',
      { path: '^src/system/' },
      { path: '^src/', pathNot: '^src/(composition|system)/' },
    ),
    rule(
      'properties-import-no-search',
      'A claim is a sentence and a predicate; how it is checked is not its business.',
      { path: '^src/properties/' },
      { path: '^src/', pathNot: '^src/(composition|system|properties)/' },
    ),
    rule(
      'mutants-import-no-search',
      'A mutant is a change to the model and the name of a claim.',
      { path: '^src/mutants/' },
      { path: '^src/', pathNot: '^src/(composition|system|mutants)/' },
    ),
    rule(
      'verify-below-the-command-line',
      'Verification runs in a browser too. Give it what it needs as an argument.',
      { path: '^src/verify/' },
      { path: '^src/cli/' },
    ),
    rule(
      'command-line-uses-entry-points',
      'The command line is the first user of the public surface. Export what it needs from an entry point.',
      { path: '^src/cli/' },
      { path: '^(machines|src)/', pathNot: ['^src/cli/', entry] },
    ),
    rule(
      'node-in-the-command-line-only',
      'The library runs in browsers. Files, processes and terminals belong to src/cli.',
      { path: '^(machines|src)/', pathNot: '^src/cli/' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'no-development-dependencies',
      'What users install must run without our test tools.',
      { path: '^(machines|src)/' },
      { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/xstate/' },
    ),
    rule(
      'no-tests-in-the-product',
      'Nothing that is shipped depends on tests.',
      { path: '^(machines|src)/' },
      { path: '^test/' },
    ),
    rule(
      'no-orphans',
      'A file that nobody imports is dead. Remove it, or export it from its entry point.',
      { orphan: true, pathNot: [entry, '^src/cli/(main|worker)\\.ts$', '\\.d\\.ts$'] },
      {},
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
