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
      'verify-looks-down',
      'Verification runs in a browser too, and does not know how paths are written. Give it what it needs as an argument.',
      { path: '^src/verify/' },
      { path: '^src/', pathNot: '^src/(composition|system|explore|properties|mutants|verify)/' },
    ),
    rule(
      'interchange-looks-down',
      'Exports read the model and its paths; nothing reads exports but the command line.',
      { path: '^src/interchange/' },
      { path: '^src/(cli|diagrams|conformance)/' },
    ),
    rule(
      'paths-look-down',
      'A path is what exports, diagrams and conformance share; it does not know who uses it.',
      { path: '^src/paths/' },
      {
        path: '^src/',
        pathNot: '^src/(composition|system|explore|properties|mutants|verify|paths)/',
      },
    ),
    rule(
      'diagrams-below-the-command-line',
      'Pictures are drawn in a browser too, and of what lies below them: give them what they need as an argument.',
      { path: '^src/diagrams/' },
      { path: '^src/(cli|interchange|conformance)/' },
    ),
    rule(
      'nothing-but-the-command-line-draws',
      'What a picture shows does not know that it is drawn. Return data, and draw it in src/cli or in the site.',
      { path: '^(machines|src)/', pathNot: '^src/(diagrams|cli|index\\.ts)' },
      { path: '^src/diagrams/' },
    ),
    rule(
      'conformance-looks-down',
      'Suites, verdicts and reports are used without a command line: in tests, in a browser. Give them what they need as an argument.',
      { path: '^src/conformance/' },
      {
        path: '^src/',
        pathNot: '^src/(composition|system|explore|properties|mutants|verify|paths|conformance)/',
      },
    ),
    rule(
      'fast-check-is-its-own-entry-point',
      'Arbitraries are for users who have fast-check; nothing else of the package may need it.',
      { path: '^(machines|src)/', pathNot: '^src/fast-check/' },
      { path: '(^src/fast-check/|^node_modules/fast-check/)' },
    ),
    rule(
      'fast-check-looks-down',
      'Arbitraries are made of topologies and paths, and know nothing of who uses them.',
      { path: '^src/fast-check/' },
      { path: '^src/', pathNot: '^src/(composition|system|explore|properties|verify|paths|fast-check)/' },
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
      { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(xstate|fast-check)/' },
    ),
    rule(
      'no-tests-in-the-product',
      'Nothing that is shipped depends on tests.',
      { path: '^(machines|src)/' },
      { path: '^test/' },
    ),
    rule(
      'index-lists-entry-points',
      'src/index.ts adds nothing to the floors, and the command line is not one of them. Export it from the index.ts of its floor first.',
      { path: '^src/index\\.ts$' },
      {
        path: '^src/',
        pathNot:
          '^src/(composition|system|explore|properties|mutants|verify|diagrams|conformance)/index\\.ts$',
      },
    ),
    rule(
      'floors-do-not-import-the-whole',
      'src/index.ts is for users of the package. Import the entry point of the floor instead.',
      { path: '^(machines|src/(?!cli/)[^/]+)/' },
      { path: '^src/index\\.ts$' },
    ),
    rule(
      'machines-and-composition-need-only-xstate',
      'Charts and composition are used with XState alone. Check and describe data in src/system.',
      { path: '^(machines|src/composition)/' },
      { path: '^node_modules/', pathNot: '^node_modules/(xstate|@types/node)/' },
    ),
    rule(
      'search-properties-mutants-need-no-package',
      'Search, claims and mutants are plain code over the model. Check and describe data in src/system or src/verify.',
      { path: '^src/(explore|properties|mutants)/' },
      { path: '^node_modules/', pathNot: '^node_modules/(xstate|@types/node)/' },
    ),
    rule(
      'terminal-packages-in-the-command-line-only',
      'Arguments belong to the command line. Take a value as a parameter instead.',
      { path: '^(machines|src)/', pathNot: '^src/cli/' },
      { path: '^node_modules/commander/' },
    ),
    rule(
      'no-unlisted-packages',
      'A package that is there only because another one needs it can vanish. List it in package.json or do without it.',
      {},
      // dependency-cruiser takes peerDependenciesMeta, which says that it is optional, for another list.
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/fast-check/' },
    ),
    rule(
      'no-unresolvable',
      'An import that leads nowhere escapes every other rule. Correct the path, or install the package.',
      {},
      { couldNotResolve: true },
    ),
    rule(
      'no-orphans',
      'A file that nobody imports is dead. Remove it, or export it from its entry point.',
      { orphan: true, pathNot: [entry, '^src/cli/(main|worker|helper)\\.ts$', '\\.d\\.ts$'] },
      {},
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    // Without these, packages that are ESM only are not found.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
